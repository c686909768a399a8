"""Why a person may not use a power: each cause, its kind, and what it says.

Endings are of three kinds that are never mixed: by law (nobody did anything), by a
condition printed in the instrument, and by notice to the person. The rest says that
there was nothing to end, that the place is wrong, or that the card is.
"""

from __future__ import annotations

from typing import Literal

from csas.domain.values import Struct

Kind = Literal["", "law", "condition", "notice", "grant", "place", "card"]


class Cause(Struct):
    """One reason. `words` follow “because”; a public answer never shows them."""

    kind: Kind
    words: str


KINDS: dict[Kind, str] = {
    "": "",
    "law": "Ended by law",
    "condition": "Ended by a condition of the instrument",
    "notice": "Taken away by notice",
    "grant": "Never granted",
    "place": "Not good in this place",
    "card": "The card is not good",
}


def _c(kind: Kind, words: str) -> Cause:
    return Cause(kind=kind, words=words)


CAUSES: dict[str, Cause] = {
    "": _c("", ""),
    # Nothing to end
    "not-accredited": _c("grant", "The person was not accredited."),
    "power-not-granted": _c("grant", "This power was not granted to the person."),
    "offence-not-granted": _c("grant", "The instrument does not name this offence."),
    "not-started": _c("grant", "The accreditation had not started."),
    "power-not-started": _c("grant", "The power had not been granted yet."),
    # By law
    "scheme-not-in-force": _c("law", "The scheme was not in force."),
    "arrangement-not-started": _c("law", "The arrangement with the employer had not started."),
    "arrangement-term-ended": _c("law", "The term of the arrangement with the employer ended."),
    "arrangement-surrendered": _c("law", "The employer surrendered its arrangement."),
    "arrangement-ended": _c("law", "The force ended the arrangement with the employer."),
    "not-employed-yet": _c("law", "The employment had not started."),
    "employment-ended": _c("law", "The person no longer works for this employer."),
    "term-ended": _c("law", "The term of the accreditation ended."),
    "power-not-in-law": _c("law", "The law does not give this power to accredited persons."),
    "power-not-adopted": _c("law", "The force does not use this power."),
    "uniform-replaced": _c("law", "The uniform described in the instrument is no longer the approved one (s.42(2))."),
    # By a condition printed in the instrument
    "training-not-in-date": _c("condition", "The training for this power was not in date."),
    "vetting-not-in-date": _c("condition", "The vetting was not in date."),
    # By notice
    "suspended": _c("notice", "Every power was suspended by notice."),
    "modified": _c("notice", "This power was taken away by notice."),
    "narrowed": _c("notice", "This power was narrowed by notice."),
    "withdrawn": _c("notice", "The accreditation was withdrawn by notice."),
    "surrendered": _c("notice", "The person gave the accreditation up."),
    # The place
    "outside-police-area": _c("place", "The place is outside the police area of the force (s.40)."),
    "outside-areas": _c("place", "The power was granted for other areas."),
    "outside-zones": _c("place", "The power was granted for other zones."),
    # The card
    "card-replaced": _c("card", "A newer card replaced this one."),
    "card-lost": _c("card", "The card was reported lost."),
    "card-stolen": _c("card", "The card was reported stolen."),
    "card-returned": _c("card", "The card was handed back."),
    "card-destroyed": _c("card", "The card was destroyed."),
    "card-expired": _c("card", "The last day printed on the card has passed."),
    "card-not-issued": _c("card", "The card was never issued."),
}
ARRANGEMENT_ENDINGS = {
    "term": "arrangement-term-ended",
    "surrender": "arrangement-surrendered",
    "notice": "arrangement-ended",
    "variation": "arrangement-ended",
}
RESTRICTIONS = {
    "suspension": "suspended",
    "modification": "modified",
    "withdrawal": "withdrawn",
    "surrender": "surrendered",
}
