"""People an organisation employs, what they wear, and what they were taught."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0020"
VERSION = "1.38.0"
DESCRIPTION = "People an organisation employs, what they wear, and what they were taught"

SQL = """
-- A scheme stands from the day it was established; closing it is a fact like any other.
CREATE TABLE scheme_period (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT scheme_period_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT scheme_period_once EXCLUDE USING gist (scheme_id WITH =, valid WITH &&, known WITH &&)
);
CREATE FUNCTION open_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scheme_period (force_id, scheme_id, valid)
        VALUES (NEW.force_id, NEW.id, tstzrange(NEW.established_on::timestamp AT TIME ZONE 'Europe/London', NULL));
    RETURN NULL;
END $$;
CREATE TRIGGER scheme_opens AFTER INSERT ON scheme FOR EACH ROW EXECUTE FUNCTION open_scheme();

-- Places within areas that an organisation polices by name: an estate, a shopping street, a hospital.
CREATE TABLE zone (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT zone_ref UNIQUE,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    name text NOT NULL,
    areas text[] NOT NULL CONSTRAINT zone_areas CHECK (cardinality(areas) > 0),
    description text NOT NULL DEFAULT '',
    CONSTRAINT zone_name UNIQUE (organisation_id, name)
);

-- What somebody in this role does, the powers it needs and why: people are requested against a role.
CREATE TABLE role_profile (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT role_profile_ref UNIQUE,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    title text NOT NULL,
    duties text NOT NULL,
    justification text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT role_profile_title UNIQUE (organisation_id, title)
);
CREATE TABLE role_profile_power (
    profile_id bigint NOT NULL REFERENCES role_profile (id),
    power_id bigint NOT NULL REFERENCES power (id),
    offences text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (profile_id, power_id)
);

-- An employer's own record of a person. The person stands above it and may have several.
CREATE TABLE staff_member (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT staff_member_ref UNIQUE,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    person_id bigint NOT NULL REFERENCES person (id),
    number text NOT NULL,
    email text,
    telephone text,
    born_on date NOT NULL,
    job text NOT NULL,
    site text NOT NULL DEFAULT '',
    profile_id bigint REFERENCES role_profile (id),
    version integer NOT NULL DEFAULT 1,
    added_at timestamptz NOT NULL,
    CONSTRAINT staff_member_number UNIQUE (organisation_id, number),
    CONSTRAINT staff_member_once UNIQUE (organisation_id, person_id),
    CONSTRAINT staff_member_whole UNIQUE (id, person_id, organisation_id)
);
CREATE INDEX staff_member_person ON staff_member (person_id);
CREATE TABLE staff_zone (
    staff_member_id bigint NOT NULL REFERENCES staff_member (id),
    zone_id bigint NOT NULL REFERENCES zone (id),
    PRIMARY KEY (staff_member_id, zone_id)
);
CREATE TABLE former_name (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person (id),
    name text NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX former_name_person ON former_name (person_id);

-- Accreditation ends with employment (s.41(8)); somebody who returns has another employment.
CREATE TABLE employment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    staff_member_id bigint NOT NULL,
    person_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT employment_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    ending text NOT NULL DEFAULT '' CONSTRAINT employment_ending CHECK (ending IN ('', 'left', 'transferred', 'dismissed', 'died')),
    reported_at timestamptz,
    FOREIGN KEY (staff_member_id, person_id, organisation_id) REFERENCES staff_member (id, person_id, organisation_id),
    CONSTRAINT employment_ended CHECK ((ending = '') = upper_inf(valid)),
    CONSTRAINT employment_once EXCLUDE USING gist (person_id WITH =, organisation_id WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX employment_ref ON employment (ref);
CREATE INDEX employment_staff ON employment (staff_member_id);

CREATE TABLE photograph (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT photograph_ref UNIQUE,
    staff_member_id bigint NOT NULL REFERENCES staff_member (id),
    stored_as text NOT NULL,
    sha256 text NOT NULL,
    added_by bigint NOT NULL REFERENCES person (id),
    added_at timestamptz NOT NULL,
    likeness_by bigint REFERENCES person (id),
    likeness_at timestamptz,
    removed_at timestamptz,
    CONSTRAINT photograph_likeness CHECK (num_nulls(likeness_by, likeness_at) IN (0, 2))
);
CREATE UNIQUE INDEX photograph_current ON photograph (staff_member_id) WHERE removed_at IS NULL;

-- A power is used only in the uniform described in the instrument (s.42(2)).
CREATE TABLE uniform (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    description text NOT NULL,
    badge text NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT uniform_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT uniform_once EXCLUDE USING gist (scheme_id WITH =, organisation_id WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX uniform_ref ON uniform (ref);

CREATE TABLE course (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    code text NOT NULL,
    title text NOT NULL,
    hours integer NOT NULL CONSTRAINT course_hours CHECK (hours > 0),
    months integer NOT NULL CONSTRAINT course_months CHECK (months > 0),
    providers text[] NOT NULL DEFAULT '{}',
    CONSTRAINT course_code UNIQUE (scheme_id, code)
);
-- Which courses a power needs: all of them.
CREATE TABLE pathway (
    course_id bigint NOT NULL REFERENCES course (id),
    power_id bigint NOT NULL REFERENCES power (id),
    PRIMARY KEY (power_id, course_id)
);
-- A course passed: portable from force to force, so it belongs to the person.
CREATE TABLE training (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    person_id bigint NOT NULL REFERENCES person (id),
    organisation_id bigint REFERENCES organisation (id),
    course_id bigint NOT NULL REFERENCES course (id),
    provider text NOT NULL,
    certificate text NOT NULL DEFAULT '',
    passed_on date NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT training_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT training_once EXCLUDE USING gist (ref WITH =, known WITH &&)
);
CREATE INDEX training_person ON training (person_id, course_id);

-- The employer sees clear, not clear or expired; the rest is read through see_vetting() alone.
CREATE TABLE vetting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    person_id bigint NOT NULL REFERENCES person (id),
    outcome text NOT NULL CONSTRAINT vetting_outcome CHECK (outcome IN ('clear', 'not-clear')),
    level text NOT NULL,
    reference text NOT NULL,
    conditions text NOT NULL DEFAULT '',
    decided_by bigint NOT NULL REFERENCES person (id),
    valid tstzrange NOT NULL CONSTRAINT vetting_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT vetting_once EXCLUDE USING gist (scheme_id WITH =, person_id WITH =, valid WITH &&, known WITH &&)
);
CREATE TABLE vetting_sight (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    person_id bigint NOT NULL REFERENCES person (id),
    seen_by bigint NOT NULL REFERENCES person (id),
    during tstzrange NOT NULL CONSTRAINT vetting_sight_short CHECK (upper(during) - lower(during) <= interval '10 minutes')
);
CREATE INDEX vetting_sight_of ON vetting_sight (seen_by, person_id);
CREATE FUNCTION see_vetting(viewer bigint, whom bigint, scheme bigint)
    RETURNS TABLE (ref text, outcome text, level text, reference text, conditions text, decided_by bigint, valid tstzrange, known tstzrange)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v.ref, v.outcome, v.level, v.reference, v.conditions, v.decided_by, v.valid, v.known FROM vetting v
    WHERE v.person_id = whom AND v.scheme_id = scheme AND EXISTS (
        SELECT 1 FROM vetting_sight s WHERE s.seen_by = viewer AND s.person_id = whom AND s.scheme_id = scheme
            AND s.during @> clock_timestamp())
$$;
REVOKE ALL ON FUNCTION see_vetting(bigint, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION see_vetting(bigint, bigint, bigint) TO csas_app;

SELECT kept('former_name', 'vetting_sight');
SELECT facts('scheme_period', 'employment', 'uniform', 'training', 'vetting');
SELECT journalled('scheme_period', 'zone', 'role_profile', 'role_profile_power', 'staff_member', 'staff_zone', 'former_name',
    'employment', 'photograph', 'uniform', 'course', 'pathway', 'training', 'vetting', 'vetting_sight');
GRANT SELECT, INSERT ON scheme_period, zone, role_profile, role_profile_power, staff_member, staff_zone, former_name, employment,
    photograph, uniform, course, pathway, training, vetting_sight TO csas_app;
GRANT SELECT (id, ref, force_id, scheme_id, person_id, outcome, valid, known), INSERT ON vetting TO csas_app;
GRANT UPDATE (known) ON scheme_period, employment, uniform, training, vetting TO csas_app;
GRANT UPDATE (name, areas, description) ON zone TO csas_app;
GRANT UPDATE (title, duties, justification, version) ON role_profile TO csas_app;
GRANT UPDATE (number, email, telephone, born_on, job, site, profile_id, version) ON staff_member TO csas_app;
GRANT UPDATE (likeness_by, likeness_at, removed_at) ON photograph TO csas_app;
GRANT DELETE ON role_profile_power, staff_zone, pathway TO csas_app;
GRANT UPDATE (title, hours, months, providers) ON course TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
