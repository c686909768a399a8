"""What stands before any case: forces, schemes, areas, powers, people, organisations, partnerships."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0001"
VERSION = "1.38.0"
DESCRIPTION = "What stands before any case: forces, schemes, areas, powers, people, organisations, partnerships"

SQL = """
CREATE TABLE force (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT force_ref UNIQUE,
    name text NOT NULL,
    police_area text NOT NULL CONSTRAINT force_police_area UNIQUE,
    chief_officer text NOT NULL
);

CREATE TABLE scheme (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT scheme_ref UNIQUE,
    force_id bigint NOT NULL REFERENCES force (id),
    name text NOT NULL,
    purpose text NOT NULL,
    telephone text NOT NULL,
    established_on date NOT NULL,
    CONSTRAINT scheme_of_force UNIQUE (id, force_id)
);

CREATE TABLE phase (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT phase_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    name text NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT phase_not_empty CHECK (NOT isempty(valid)),
    least integer NOT NULL CONSTRAINT phase_least CHECK (least >= 0),
    most integer NOT NULL CONSTRAINT phase_most CHECK (most >= least),
    why text NOT NULL,
    fees_waived boolean NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT phase_one_at_a_time EXCLUDE USING gist (scheme_id WITH =, valid WITH &&)
);

CREATE TABLE setting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    name text NOT NULL,
    value jsonb NOT NULL,
    from_on date NOT NULL,
    standing text NOT NULL CONSTRAINT setting_standing CHECK (standing IN ('provisional', 'adopted', 'not yet set')),
    CONSTRAINT setting_once_a_day UNIQUE (scheme_id, name, from_on)
);

CREATE TABLE area (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT area_code UNIQUE,
    name text NOT NULL CONSTRAINT area_name UNIQUE,
    police_area text NOT NULL,
    command_unit text
);

CREATE TABLE bank_holiday (
    day date PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE power (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT power_code UNIQUE,
    slug text NOT NULL CONSTRAINT power_slug UNIQUE,
    paragraph text NOT NULL,
    title text NOT NULL,
    plain text NOT NULL,
    law text NOT NULL,
    territory text NOT NULL CONSTRAINT power_territory CHECK (territory IN ('area', 'any')),
    statutory boolean NOT NULL,
    names_offences boolean NOT NULL,
    constable_in_uniform boolean NOT NULL,
    needs_any text[] NOT NULL,
    in_law daterange NOT NULL,
    confidence text NOT NULL CONSTRAINT power_confidence CHECK (confidence IN ('sourced', 'recalled', 'doubtful'))
);

CREATE TABLE person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT person_ref UNIQUE,
    name text NOT NULL,
    email text
);

CREATE TABLE organisation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT organisation_ref UNIQUE,
    name text NOT NULL,
    legal_name text NOT NULL,
    sector text NOT NULL CONSTRAINT organisation_sector
        CHECK (sector IN ('local-authority', 'government-agency', 'health', 'education', 'housing', 'charity', 'private', 'responsible-authority')),
    number text,
    address text NOT NULL,
    website text,
    parent_name text,
    registered_at timestamptz NOT NULL
);

-- A name without its legal form, spaces and signs, so that "Ltd" and "Limited" do not hide each other.
CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(regexp_replace(lower(name), '\\m(limited|ltd|plc|llp|cic|the)\\M', '', 'g'), '[^[:alnum:]]', '', 'g')
$$;

CREATE TABLE partnership (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT partnership_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    lead_organisation_id bigint REFERENCES organisation (id),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);

CREATE TABLE partnership_area (
    partnership_id bigint NOT NULL REFERENCES partnership (id),
    area_id bigint NOT NULL REFERENCES area (id),
    PRIMARY KEY (partnership_id, area_id)
);

-- The authorities that stand behind a partnership, in the order in which they stand in for it.
CREATE TABLE responsible_authority (
    partnership_id bigint NOT NULL REFERENCES partnership (id),
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    kind text NOT NULL CONSTRAINT responsible_authority_kind
        CHECK (kind IN ('council', 'fire', 'probation', 'health', 'police')),
    turn integer NOT NULL,
    PRIMARY KEY (partnership_id, organisation_id),
    CONSTRAINT responsible_authority_turn UNIQUE (partnership_id, turn)
);

GRANT SELECT ON force, scheme, phase, setting, area, bank_holiday, power, person, organisation, partnership,
    partnership_area, responsible_authority TO csas_app;
GRANT INSERT ON force, scheme, phase, setting, area, bank_holiday, power, person, organisation, partnership,
    partnership_area, responsible_authority TO csas_app;
GRANT UPDATE ON person, organisation, partnership TO csas_app;
-- Locking the phase lets one place be taken at a time.
GRANT UPDATE (why) ON phase TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
