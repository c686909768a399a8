"""Pages that every stranger gets alike, drawn once for the same words.

What a page says is found out anew each time; only its drawing is kept, under
everything it depends on. A page with a form of a visitor's own is never kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from litestar import Response
from litestar.enums import MediaType

from csas.web.show import Asked, is_same_for_strangers

MOST: Final = 256


class Kept:
    """The pages drawn last; the one drawn longest ago makes room."""

    def __init__(self) -> None:
        self._pages: dict[Hashable, str] = {}

    def draw(self, key: Hashable, draw: Callable[[], Response[str]]) -> str:
        """The page under this key, drawn now if it is not there."""
        page = self._pages.get(key)
        if page is None:
            page = draw().content
            if len(self._pages) >= MOST:
                self._pages.pop(next(iter(self._pages)), None)
            self._pages[key] = page
        return page


def show_alike(request: Asked, key: Hashable, draw: Callable[[], Response[str]]) -> Response[str]:
    """Answer with a page that is well and the same for all strangers, under all that it depends on."""
    if not is_same_for_strangers(request):
        return draw()
    kept: Kept = request.app.state["kept"]
    return Response(kept.draw(key, draw), media_type=MediaType.HTML)
