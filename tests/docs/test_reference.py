"""The reference pages are what the code says today."""

import pytest

from csas import reference

PAGES = reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    kept = (reference.FOLDER / name).read_text("utf-8")
    assert kept == PAGES[name], "run `csas reference`"
