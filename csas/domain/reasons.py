"""Coded reasons for an adverse decision, in the words the letter gives.

A code is published and never changes its meaning; its words may be made plainer.
"""

from __future__ import annotations

from collections.abc import Collection

from csas.domain import refusals
from csas.domain.refusals import Fault

REASONS: dict[str, str] = {
    "not-fit-and-proper": "We are not satisfied that your organisation is fit and proper to supervise "
    "people with these powers.",
    "complaints": "Your arrangements for handling complaints are not satisfactory.",
    "training": "The training you plan does not fit the powers you asked for.",
    "vetting": "Your vetting of staff does not meet the standards.",
    "supervision": "We are not satisfied that there are enough trained supervisors.",
    "management": "Your policies and management do not meet the standards.",
    "not-needed": "You have not shown that the work of your staff needs these powers.",
    "local-objection": "The local partnership objects, and we accept its reasons.",
    "local-not-settled": "Local endorsement is not settled for every area you asked for.",
    "community": "The views of the people who live and work there weigh against it.",
    "not-employer": "Accreditation is only for an employer’s own paid staff.",
    "outside-purpose": "The work does not serve the purposes of the scheme.",
    "information": "The information given was incomplete or could not be relied on.",
    "not-adopted": "The force has not adopted every power you asked for.",
}


def check(codes: Collection[str], *, needed: bool = True) -> None:
    """Reasons come from the table, and an adverse decision has at least one."""
    unknown = [code for code in codes if code not in REASONS]
    if unknown:
        raise refusals.Faults(
            *(Fault(field="reasons", message=f"“{code[:60]}” is not a reason of this scheme") for code in unknown)
        )
    if needed and not codes:
        raise refusals.Faults(Fault(field="reasons", message="Select at least one reason"))
