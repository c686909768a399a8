"""Uses of powers, as providers and accredited people return them; flags on those without authority."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0035"
VERSION = "1.38.0"
DESCRIPTION = "Uses of powers, as providers and accredited people return them; flags on those without authority"

SQL = """
-- One use of one power. Only codes, numbers and the name of a place are here: the reason and a vehicle's mark are the
-- private part of the event that recorded it. `authority` is what was found then; what is found later is a flag.
CREATE TABLE use_of_power (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT use_of_power_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    staff_member_id bigint NOT NULL,
    accreditation_id bigint,
    power_id bigint NOT NULL REFERENCES power (id),
    at timestamptz NOT NULL,
    area_id bigint REFERENCES area (id),
    zone text,
    place text NOT NULL,
    offence text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}' CONSTRAINT use_of_power_details CHECK (jsonb_typeof(details) = 'object'),
    officer_present boolean NOT NULL,
    outcome text NOT NULL,
    minutes integer NOT NULL CONSTRAINT use_of_power_minutes CHECK (minutes BETWEEN 0 AND 1440),
    saved integer NOT NULL CONSTRAINT use_of_power_saved CHECK (saved BETWEEN 0 AND 1440),
    authority text NOT NULL CONSTRAINT use_of_power_authority CHECK (authority IN ('authorised', 'unauthorised')),
    source text NOT NULL CONSTRAINT use_of_power_source CHECK (source IN ('person', 'provider', 'sheet')),
    recorded_by bigint NOT NULL REFERENCES person (id),
    recorded_at timestamptz NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    FOREIGN KEY (staff_member_id, person_id, organisation_id) REFERENCES staff_member (id, person_id, organisation_id),
    FOREIGN KEY (accreditation_id, person_id, organisation_id, scheme_id)
        REFERENCES accreditation (id, person_id, organisation_id, scheme_id),
    CONSTRAINT use_of_power_past CHECK (at <= recorded_at)
);
CREATE INDEX use_of_power_scheme ON use_of_power (scheme_id, at DESC, id DESC);
CREATE INDEX use_of_power_organisation ON use_of_power (organisation_id, at DESC, id DESC);
CREATE INDEX use_of_power_person ON use_of_power (person_id, at DESC, id DESC);
CREATE INDEX use_of_power_accreditation ON use_of_power (accreditation_id, at);

-- A use that had no authority, and when that was found. A flag is never taken back.
CREATE TABLE use_flag (
    use_id bigint NOT NULL REFERENCES use_of_power (id),
    cause text NOT NULL,
    lawful boolean NOT NULL,
    late boolean NOT NULL,
    found_at timestamptz NOT NULL,
    PRIMARY KEY (use_id)
);
CREATE INDEX use_flag_newest ON use_flag (found_at DESC);
-- What the office found when it looked into a flag; why is the private part of the event.
CREATE TABLE use_inquiry (
    use_id bigint CONSTRAINT use_inquiry_once PRIMARY KEY REFERENCES use_flag (use_id),
    outcome text NOT NULL,
    inquired_by bigint NOT NULL REFERENCES person (id),
    inquired_at timestamptz NOT NULL
);
-- A use entered by mistake is voided, never removed.
CREATE TABLE use_void (
    use_id bigint CONSTRAINT use_void_once PRIMARY KEY REFERENCES use_of_power (id),
    why text NOT NULL CONSTRAINT use_void_why CHECK (why IN ('twice', 'wrong', 'never')),
    voided_by bigint NOT NULL REFERENCES person (id),
    voided_at timestamptz NOT NULL
);
-- The organisation says that in this month nobody used a power.
CREATE TABLE nil_return (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    month date NOT NULL CONSTRAINT nil_return_month CHECK (extract(day FROM month) = 1),
    made_by bigint NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL,
    CONSTRAINT nil_return_once UNIQUE (scheme_id, organisation_id, month)
);

-- A spreadsheet looked through and not yet taken in: it waits for its sender to confirm, for a day at most.
CREATE TABLE kept_sheet (
    ref text PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    kept_by bigint NOT NULL REFERENCES person (id),
    name text NOT NULL,
    content bytea NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);

SELECT kept('use_of_power', 'use_flag', 'use_inquiry', 'use_void', 'nil_return');
SELECT journalled('use_of_power', 'use_flag', 'use_inquiry', 'use_void', 'nil_return');
GRANT SELECT, INSERT ON use_of_power, use_flag, use_inquiry, use_void, nil_return TO csas_app;
GRANT SELECT, INSERT, DELETE ON kept_sheet TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
