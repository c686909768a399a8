"""What only the clock does has no page and no operation: there is nothing for a person to find."""

from __future__ import annotations

import pytest

from csas.commands.registry import COLLECTIONS
from csas.domain.permissions import ACTIONS
from tests.world import Browser

CLOCKWORK = sorted(action for action, grants in ACTIONS.items() if all(grant.scope == "clock" for grant in grants))


def test_some_steps_are_the_clocks_alone() -> None:
    assert {"application:expire", "endorsement:fall-silent", "review:fall-due"} <= set(CLOCKWORK)
    assert "endorsement:remind" not in CLOCKWORK


@pytest.mark.parametrize("action", CLOCKWORK)
@pytest.mark.parametrize("before", ["", "/api/v1"])
async def test_there_is_no_way_to_it(browser: Browser, action: str, before: str) -> None:
    noun, _, verb = action.partition(":")
    await browser.sign_in("helen")
    path = f"{before}/{COLLECTIONS[noun]}/k2m4q6w5z3a2/{verb}"
    assert (await browser.get(path)).status_code == 404
    assert (await browser.post(path, {})).status_code == 404
