"""Whose address counts: the peer's, or what a trusted proxy says of it."""

from typing import Any, cast

import pytest
from litestar.types import Scope

from csas.web.visitors import address_of

PROXY = "10.0.0.1"


def scope(peer: str | None, *forwarded: str) -> Scope:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    made: dict[str, Any] = {"client": (peer, 1) if peer else None, "headers": headers}
    return cast("Scope", made)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("192.0.2.1",), "203.0.113.9"),
        (PROXY, ("192.0.2.1",), "192.0.2.1"),
        (PROXY, ("6.6.6.6, 192.0.2.1",), "192.0.2.1"),
        (PROXY, ("6.6.6.6", f"192.0.2.1, {PROXY}"), "192.0.2.1"),
        (PROXY, (), PROXY),
        (PROXY, ("rubbish",), "unknown"),
        ("2001:db8:1:2:3::4", (), "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", (), "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", (), "203.0.113.9"),
        (None, (), "unknown"),
    ],
)
def test_it_is_the_last_hop_that_nobody_could_invent(
    peer: str | None, forwarded: tuple[str, ...], address: str
) -> None:
    assert address_of(scope(peer, *forwarded), frozenset({PROXY})) == address
