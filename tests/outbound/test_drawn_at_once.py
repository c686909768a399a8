"""Documents drawn by several threads at once are the documents drawn one after another, to the byte."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from csas.outbound import documents
from tests.outbound import paper

THREADS, TIMES = 8, 80


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns far more often than they do in life."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def test_threads_do_not_move_each_other_s_finger(hasty_threads: None) -> None:
    snapshot = paper.certificate()
    wanted = documents.draw(snapshot)
    with ThreadPoolExecutor(THREADS) as pool:
        drawn = list(pool.map(documents.draw, [snapshot] * TIMES))
    assert set(drawn) == {wanted}
