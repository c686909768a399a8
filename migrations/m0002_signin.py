"""Accounts, sessions, keys, limits and counters: the machinery of signing in.

Rows here are not facts about a case, so they stand outside the journal's rule
that nothing changes without its event.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0002"
VERSION = "1.38.0"
DESCRIPTION = "Accounts, sessions, keys, limits and counters"

SQL = """
CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT account_one_per_person UNIQUE REFERENCES person (id),
    email text NOT NULL CONSTRAINT account_email UNIQUE
        CONSTRAINT account_email_folded CHECK (email = lower(email) AND length(email) <= 254),
    password_hash text NOT NULL,
    totp_secret bytea,
    totp_last_step bigint NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Between a right password and a right code there is no session, only this.
CREATE TABLE sign_in_step (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    account_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    account_version integer NOT NULL,
    new_totp_secret bytea,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    ref text NOT NULL CONSTRAINT session_ref UNIQUE,
    person_id bigint NOT NULL REFERENCES person (id),
    account_id bigint REFERENCES account (id) ON DELETE CASCADE,
    account_version integer,
    acting_as text,
    browser text NOT NULL DEFAULT '' CHECK (length(browser) <= 80),
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    proved_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT session_of_account CHECK ((account_id IS NULL) = (account_version IS NULL))
);
CREATE INDEX session_by_person ON session (person_id, seen_at DESC);
CREATE INDEX session_by_age ON session (created_at);

-- Whom anyone may play in the demonstration; empty everywhere else.
CREATE TABLE persona (
    slug text PRIMARY KEY,
    person_id bigint NOT NULL CONSTRAINT persona_person UNIQUE REFERENCES person (id),
    who text NOT NULL,
    turn integer NOT NULL
);

CREATE TABLE invitation (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    ref text NOT NULL CONSTRAINT invitation_ref UNIQUE,
    email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    person_id bigint REFERENCES person (id),
    role text,
    scheme_id bigint,
    organisation_id bigint,
    partnership_id bigint,
    invited_by bigint REFERENCES person (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX invitation_by_organisation ON invitation (organisation_id) WHERE used_at IS NULL;

CREATE TABLE password_reset (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    account_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE api_key (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT api_key_ref UNIQUE,
    key_hash bytea NOT NULL CONSTRAINT api_key_hash UNIQUE CHECK (octet_length(key_hash) = 32),
    key_prefix text NOT NULL,
    person_id bigint NOT NULL REFERENCES person (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_key_by_person ON api_key (person_id);

CREATE TABLE rate_limit (
    bucket text NOT NULL,
    principal bytea NOT NULL,
    seconds integer NOT NULL,
    window_start timestamptz NOT NULL DEFAULT now(),
    hits integer NOT NULL DEFAULT 1,
    PRIMARY KEY (bucket, principal, seconds)
);

CREATE TABLE idempotency (
    person_id bigint NOT NULL REFERENCES person (id),
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
    command text NOT NULL,
    body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 32),
    status smallint,
    response jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE public_check_count (
    day date NOT NULL,
    verdict text NOT NULL,
    hits bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (day, verdict)
);

CREATE TABLE unknown_number (
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX unknown_number_by_time ON unknown_number (at);

GRANT SELECT, INSERT, UPDATE ON account, api_key TO csas_app;
GRANT SELECT, INSERT, UPDATE, DELETE
    ON invitation, session, sign_in_step, password_reset, rate_limit, idempotency TO csas_app;
GRANT SELECT, INSERT, UPDATE ON public_check_count TO csas_app;
GRANT SELECT, INSERT, DELETE ON unknown_number, persona TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
