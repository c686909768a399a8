"""What follows an upheld appeal of a person: which act undoes what was appealed against, and in which words it is told.

The Act lets the chief officer give powers by accrediting and take them by notice; an appeal is the scheme's. So nothing
comes back by the outcome alone: the decider of the appeal gives the first of two consents, another person the second.
After a withdrawal only a new grant can follow, and the record of what was not in force in between stays as it is.
"""

from __future__ import annotations

from typing import Literal

from csas.domain.values import Struct

What = Literal["lift", "restore", "decide", "again", "ask", "over"]

# To the person, in the letter and on their own pages.
TO_PERSON: dict[str, str] = {
    "lift": "A second person must now lift the suspension. Until you are given notice of it, do not use any power.",
    "restore": "A second person must now give back what the notice took away. Until you are given notice of it, "
    "do not use more than the notice left you.",
    "decide": "We have opened a new request for you with the powers that the appeal was about. It is assessed and "
    "decided by two other people. Until it is granted, do not use these powers.",
    "again": "Your request is assessed and decided again. Until it is granted, do not use the powers it asks for.",
    "ask": "Only a new request can lead to powers again, and none can be opened for you now: your employer has no "
    "arrangement in force, you no longer work there, or a request for you is open already.",
    "over": "There is nothing left that could be given back to you alone: it was lifted already, has ended since, or "
    "rests on something that concerns your employer or the force as a whole.",
}
# To whoever of the office must act.
TO_OFFICE: dict[str, str] = {
    "lift": "Lift the suspension",
    "restore": "Give back what the notice took away",
    "decide": "Assess and decide the new request",
    "again": "Assess and decide again",
    "ask": "Nothing: only a new request can follow",
    "over": "Nothing: there is nothing left to give back",
}
DUE = frozenset({"lift", "restore"})


class Against(Struct):
    """What an appeal was about, as it stands now; ids are internal."""

    appeal: int
    accreditation: int | None
    request: int | None = None
    kind: str = ""
    notice: str = ""
    suspended: str = ""
    takes: bool = False
    live: bool = False


def follows(against: Against, *, employed: bool, open_request: bool) -> What:
    """The act that an upheld appeal leads to, for a decision that is not itself reopened, or for a notice."""
    if against.kind == "suspension":
        return "lift" if against.suspended and against.live else "over"
    if against.kind == "modification":
        return "restore" if against.takes and against.live else "over"
    return "decide" if employed and not open_request else "ask"
