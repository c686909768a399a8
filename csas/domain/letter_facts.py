"""What every letter knows, of whatever kind."""

from __future__ import annotations

from csas.domain.values import Struct


class Facts(Struct, tag_field="kind", tag=True):
    """Whom a letter concerns, which case, and where to look it up."""

    organisation: str = ""
    reference: str = ""
    path: str = ""
