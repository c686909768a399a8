"""The engine speaks as csas_app, in UTC, and lets no statement run for ever."""

from csas.store import engine
from tests.database import Addresses


async def test_it_is_the_application_and_not_the_owner(store: Addresses) -> None:
    assert store.url != store.owner_url
    [row] = await engine.DB._run_in_pool("SELECT current_user AS name")
    assert row["name"] == "csas_app"


async def test_it_has_its_limits_and_speaks_utc(store: Addresses) -> None:
    for name, value in {
        "timezone": "UTC",
        "statement_timeout": "5s",
        "lock_timeout": "2s",
    }.items():
        [row] = await engine.DB._run_in_pool("SELECT current_setting($1) AS value", [name])
        assert row["value"] == value


async def test_closing_twice_does_nothing(store: Addresses) -> None:
    await engine.close_pool()
    await engine.close_pool()
    assert engine.DB.pool is None
