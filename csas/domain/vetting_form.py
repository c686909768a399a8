"""What somebody is asked to be vetted: the sections of a short form, and what is wrong with an answer.

Answers are text as typed until they are sent; then every section is read and every fault named at
once. Nobody but the person and, for a time, a vetting officer ever reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from msgspec import Meta

from csas.domain import intake
from csas.domain.refusals import Fault, Faults
from csas.domain.slots import Slot, slots_of
from csas.domain.values import Struct, clean, faults_in

LONGEST = 4000
Long = Annotated[str, Meta(max_length=LONGEST, extra={"kind": "textarea"})]
Answers = dict[str, dict[str, str]]


class Names(Struct):
    other: Annotated[
        bool,
        Meta(
            title="Have you ever been known by another name?",
            description="A name before marriage, a name changed by deed poll, a nickname used on documents.",
            extra={"absent": "Select yes if you have ever been known by another name"},
        ),
    ]
    which: Annotated[Long, Meta(title="If yes, which names, and from when until when")] = ""


class Addresses(Struct):
    list: Annotated[
        Long,
        Meta(
            title="Every address at which you lived in the last five years",
            description="With its postcode, and the months from and to. Start with where you live now.",
            min_length=1,
            extra={"absent": "Enter every address at which you lived in the last five years"},
        ),
    ]


class Convictions(Struct):
    any: Annotated[
        bool,
        Meta(
            title="Have you ever been cautioned, charged or convicted, or are proceedings pending?",
            description="In any country. Include fixed penalties for anything but parking. A yes does not by itself mean "
            "that you are not cleared.",
            extra={"absent": "Select yes if you were ever cautioned, charged or convicted"},
        ),
    ]
    which: Annotated[Long, Meta(title="If yes, what, when, where, and what came of it")] = ""


class Money(Struct):
    trouble: Annotated[
        bool,
        Meta(
            title="In the last six years, have you had a county court judgment, a bankruptcy or an arrangement "
            "with creditors?",
            extra={"absent": "Select yes if you had a judgment, a bankruptcy or an arrangement with creditors"},
        ),
    ]
    which: Annotated[Long, Meta(title="If yes, what it was about and whether it is settled")] = ""


class Declaration(Struct):
    true: Annotated[
        bool,
        Meta(
            title="I declare that what I have written is true and complete",
            extra={"must": True, "absent": "Declare that what you have written is true and complete"},
        ),
    ]
    checks: Annotated[
        bool,
        Meta(
            title="I understand that the force checks its own and other records about me",
            extra={"must": True, "absent": "Confirm that you understand that the force checks records about you"},
        ),
    ]


class Section(Struct):
    """One page of the form."""

    slug: str
    title: str
    struct: type[Any]
    intro: str = ""


SECTIONS = (
    Section(slug="names", title="Former and other names", struct=Names),
    Section(slug="addresses", title="Addresses in the last five years", struct=Addresses),
    Section(slug="convictions", title="Cautions and convictions", struct=Convictions),
    Section(slug="money", title="Money", struct=Money, intro="Serious debt can be used to put pressure on somebody."),
    Section(slug="declaration", title="Declaration", struct=Declaration),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
# Where a yes must be explained: the section's struct, the question, the words where the explanation is empty.
EXPLAINED: dict[type[Any], tuple[Callable[[Any], bool], str]] = {
    Names: (lambda given: given.other, "Enter which names, and from when until when"),
    Convictions: (lambda given: given.any, "Enter what, when, where, and what came of it"),
    Money: (lambda given: given.trouble, "Enter what it was about and whether it is settled"),
}


def slots(section: Section) -> tuple[Slot, ...]:
    return slots_of(section.struct)


def unfit(given: Mapping[str, str]) -> tuple[Fault, ...]:
    """What even a draft may not hold."""
    long = (
        Fault(field=name, message=f"This must be {LONGEST:,} characters or fewer")
        for name, text in given.items()
        if len(clean(text)) > LONGEST
    )
    return (
        *long,
        *(
            Fault(field=name, message=f"This must not contain {found}")
            for name, text in given.items()
            for found in faults_in(text)
        ),
    )


def faults_of(section: Section, given: Mapping[str, str]) -> tuple[Fault, ...]:
    """Everything wrong with the answers of a section."""
    try:
        read = intake.read(section.struct, dict(given))
    except Faults as found:
        return found.faults
    says_yes, absent = EXPLAINED.get(section.struct, (lambda _: False, ""))
    if says_yes(read) and not read.which:
        return (Fault(field="which", message=absent),)
    return ()


def unfinished(answers: Answers) -> tuple[Section, ...]:
    """The sections that are not complete."""
    return tuple(section for section in SECTIONS if faults_of(section, answers.get(section.slug, {})))
