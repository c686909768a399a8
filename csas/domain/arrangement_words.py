"""The standing text of every arrangement: its opening and the two protocols.

These are our own words, to be settled by the force's lawyers before real use. They
name no power and no area; those come from the decision.
"""

from __future__ import annotations

from csas.domain.values import Struct


class Protocol(Struct):
    """A protocol that both sides accept with the arrangement."""

    code: str
    title: str
    paragraphs: tuple[str, ...]


def opening(chief_officer: str, organisation: str, address: str) -> tuple[str, ...]:
    """Who agrees with whom, by what law, and what the arrangement does not do."""
    return (
        (
            f"Between {chief_officer} and {organisation}, {address}, under sections 40 and 41 of the "
            "Police Reform Act 2002."
        ),
        (
            "The organisation supervises those of its employees who are accredited. It keeps arrangements for "
            "complaints about what they do, and tells the force what the scheme asks for."
        ),
        (
            "This arrangement gives no person any power. Each employee applies in their own name and holds "
            "only the powers on their own card."
        ),
    )


PROTOCOLS: tuple[Protocol, ...] = (
    Protocol(
        code="joint-operating-protocol",
        title="Joint operating protocol",
        paragraphs=(
            (
                "Accredited employees work from a briefing agreed with the local police, and tell them before a "
                "patrol starts and when it ends."
            ),
            "They wear the approved uniform and badge, carry their card, and show it to anyone on whom they use a power.",
            "They detain nobody and use no force by this arrangement. Where either would be needed they call the police.",
            "The organisation names a supervisor for every shift and a manager whom the police can reach at any hour.",
            "Every use of a power is recorded on the day and reported to the scheme each month.",
            (
                "The organisation tells the scheme within one working day when an accredited employee leaves, is suspended, "
                "or is arrested, cautioned or charged."
            ),
        ),
    ),
    Protocol(
        code="information-sharing-protocol",
        title="Information-sharing protocol",
        paragraphs=(
            (
                "Each side shares only what the other needs for the purposes of the scheme, and notes what was shared, "
                "when and why."
            ),
            (
                "Personal information goes by a secure way, is seen only by named people, and is destroyed when it is "
                "no longer needed."
            ),
            "Information from the police is not copied, passed on or used for any other purpose without their consent.",
            "A loss or a wrong disclosure is reported to the other side within 24 hours.",
            "Each side answers requests from people about their own information, and helps the other to do so.",
        ),
    ),
)
