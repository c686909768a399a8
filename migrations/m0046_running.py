"""What a scheme’s own office changes: phases, partnerships, delegations, and what waits for a second person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0046"
VERSION = "1.38.0"
DESCRIPTION = (
    "What a scheme’s own office changes: phases, partnerships, delegations, and what waits for a second person"
)

SQL = """
-- The row of a phase says what counts; each change of its end is kept beside it. One taken back before
-- it began keeps a moment of its first day, which stands in the way of no other.
ALTER TABLE phase ADD COLUMN taken_back boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT phase_one_at_a_time,
    ADD CONSTRAINT phase_one_at_a_time EXCLUDE USING gist (scheme_id WITH =, valid WITH &&) WHERE (NOT taken_back);
GRANT UPDATE (taken_back) ON phase TO csas_app;
CREATE TABLE phase_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    phase_id bigint NOT NULL REFERENCES phase (id),
    was_until timestamptz NOT NULL,
    until timestamptz NOT NULL,
    why text NOT NULL CONSTRAINT phase_change_why CHECK (why <> ''),
    changed_by bigint NOT NULL REFERENCES person (id),
    changed_at timestamptz NOT NULL
);

-- A partnership that has ended is asked no more; what it answered stands.
ALTER TABLE partnership ADD COLUMN ended_at timestamptz, ADD COLUMN ended_why text,
    ADD CONSTRAINT partnership_ended CHECK ((ended_at IS NULL) = (ended_why IS NULL));
ALTER TABLE responsible_authority ADD COLUMN left_at timestamptz;
GRANT UPDATE (left_at, kind, turn) ON responsible_authority TO csas_app;

-- What may be decided under a delegation, and why it ended early. A corrected fact keeps its reference.
ALTER TABLE delegation ADD COLUMN matters text[] NOT NULL DEFAULT '{providers,people}'
        CONSTRAINT delegation_matters CHECK (matters <@ ARRAY['providers', 'people'] AND cardinality(matters) > 0),
    ADD COLUMN ended_why text NOT NULL DEFAULT '',
    DROP CONSTRAINT delegation_ref;
CREATE UNIQUE INDEX delegation_ref ON delegation (ref) WHERE upper_inf(known);

-- Whatever gives power waits here until somebody else confirms it, who is not the one it is about.
CREATE TABLE proposal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT proposal_ref UNIQUE,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    kind text NOT NULL CONSTRAINT proposal_kind CHECK (kind IN ('delegation', 'adoption', 'colleague')),
    about text NOT NULL,
    person_id bigint REFERENCES person (id),
    content jsonb NOT NULL,
    why text NOT NULL CONSTRAINT proposal_why CHECK (why <> ''),
    proposed_by bigint NOT NULL REFERENCES person (id),
    proposed_at timestamptz NOT NULL,
    outcome text CONSTRAINT proposal_outcome CHECK (outcome IN ('confirmed', 'declined')),
    settled_by bigint REFERENCES person (id),
    settled_at timestamptz,
    CONSTRAINT proposal_settled CHECK ((outcome IS NULL) = (settled_at IS NULL)),
    CONSTRAINT proposal_not_for_oneself CHECK (person_id <> proposed_by),
    CONSTRAINT proposal_other_hands CHECK (outcome <> 'confirmed'
        OR (settled_by <> proposed_by AND settled_by IS DISTINCT FROM person_id))
);
CREATE UNIQUE INDEX proposal_one_open ON proposal (scheme_id, kind, about) WHERE outcome IS NULL;
ALTER TABLE invitation ADD COLUMN post text NOT NULL DEFAULT '';

SELECT kept('phase_change');
SELECT journalled('phase_change', 'proposal');
GRANT SELECT, INSERT ON phase_change TO csas_app;
GRANT SELECT, INSERT, UPDATE (outcome, settled_by, settled_at) ON proposal TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
