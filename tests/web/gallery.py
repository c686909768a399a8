"""The values behind `gallery.html`: one of each part, with invented people."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from csas.domain.calendar import Deadline, Pause, working_day_deadline
from csas.web import pictures, templating
from csas.web.fields import Choice, Fault, Field, Grid, with_faults
from csas.web.parts import Frame, Link, Moment

STATIC = Path(templating.__file__).parent / "static"
ERRORS = (
    "not_found",
    "not_allowed",
    "refused",
    "stale",
    "unavailable",
    "too_many",
    "fault",
)
VERDICTS = {
    "yes": "In force",
    "no": "Not in force: do not rely",
    "unknown": "Cannot confirm",
    "done": "Application submitted",
}
PACK = (Link("See the pack", "/pack"),)
POWERS = (
    Choice("k1", "Require name and address", "Schedule 5, paragraph 2"),
    Choice("k2", "Confiscate alcohol", "Schedule 5, paragraph 4"),
)
AREAS = (Choice("E09000022", "Lambeth"), Choice("E09000028", "Southwark"))
ANSWERS = (Choice("endorse", "Endorse"), Choice("object", "Object"), Choice("none", "No view"))
SECTORS = (
    Choice("council", "Local authority"),
    Choice("guarding", "Security company", "Licensed by the Security Industry Authority"),
    Choice("charity", "Charity"),
)
STATES = {
    "E09000007": "endorsed",
    "E09000033": "endorsed",
    "E09000022": "objects",
    "E09000028": "condition",
    "E09000029": "requested",
    "E09000012": "silent",
    "E09000030": "declined",
    "E09000025": "waived",
    "E09000005": "condition",
}
FRAME = Frame(
    csrf="token",
    person="Dana Achebe",
    role="Responsible officer, Halcyon Guarding",
    navigation=(
        Link("Your applications", "/applications", current=True),
        Link("Documents", "/documents"),
        Link("Messages", "/outbox"),
    ),
    account=(Link("Your account", "/account"),),
    demonstration=True,
    done="Your answer has been sent to the office.",
)


def fields() -> tuple[Field, ...]:
    """One field of each kind, three of them with a fault."""
    grid = Grid(POWERS, AREAS, ANSWERS)
    drawn = (
        Field("organisation", "Name of your organisation", autocomplete="organization"),
        Field(
            "reason",
            "Why you need this power",
            "textarea",
            "Two or three sentences",
            max_length=2000,
        ),
        Field("notes", "Notes", "textarea", value="Line one\nLine two"),
        Field("wardens", "Number of wardens", "number", value="25", suffix="people"),
        Field("started", "Start of employment", "date", "For example, 27 3 2026", {"day": "31"}),
        Field("sector", "Kind of organisation", "radios", value="council", choices=SECTORS),
        Field("duties", "Duties", "checkboxes", value=("charity",), choices=SECTORS),
        Field("area", "Area", "select", choices=AREAS, value="E09000028"),
        Field("policy", "Complaints policy", "file", "PDF, JPEG or PNG", accept=".pdf,.jpg,.png"),
        Field("paid", "Are they all paid employees?", "yesno", value="yes"),
        Field("answers", "Your answers", "grid", "One for each power and area", grid=grid),
        Field("version", "", "hidden", value="4"),
        Field("email", "Email address", "email"),
        Field("password", "Password", "password"),
    )
    return with_faults(drawn, faults())


def faults() -> tuple[Fault, ...]:
    """Name the faults the gallery shows."""
    return (
        Fault("organisation", "Enter the name of your organisation"),
        Fault("started", "Enter the day the employment started"),
        Fault("answers-k1-E09000022", "Choose an answer for Lambeth"),
    )


def deadline() -> Deadline:
    """Count working days across a weekend, a bank holiday and a pause."""
    paused = Pause(
        since=datetime(2026, 5, 28, 9, tzinfo=UTC),
        until=datetime(2026, 5, 29, 9, tzinfo=UTC),
        why="question about insurance",
    )
    holidays = {date(2026, 5, 25): "Spring bank holiday"}
    return working_day_deadline(date(2026, 5, 21), 6, holidays, (paused,))


def values() -> dict[str, object]:
    """Everything `gallery.html` draws besides its frame."""
    at = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)
    return {
        "stages": pictures.stages_at(2, {0: "Edition 1", 1: "Submitted 3 November 2026"}),
        "deadline": deadline(),
        "tiles": pictures.london_map(STATES),
        "bars": tuple(
            pictures.Bar(name, value) for name, value in zip(pictures.STAGES, (4, 21, 17, 9, 0), strict=True)
        ),
        "moments": (
            Moment("Lambeth objected", at, "Ines Calder", "Its patrols overlap with ours."),
            Moment("Camden endorsed", at - timedelta(days=2), "Leila Haddad"),
            Moment(
                "Requests sent",
                at - timedelta(days=9),
                "Colin Baird",
                links=(Link("See the pack", "/pack"),),
            ),
        ),
        "fields": fields(),
        "faults": faults(),
    }


def draw_all() -> dict[str, str]:
    """Draw every part, every ending and every error page, by the name of its file."""
    built = templating.environment()
    pages = {"gallery": templating.render(built, "gallery.html", FRAME, **values())}
    for kind, title in VERDICTS.items():
        given = {"kind": kind, "title": title, "at": datetime(2026, 11, 22, 16, 5, tzinfo=UTC)}
        pages[kind] = templating.render(built, "gallery_check.html", Frame(), **given)
    said = {
        "message": "Tom Barker endorsed this for Westminster at 4:05pm.",
        "href": "/applications/k3m9x2vq7p4d",
        "wait": "1 minute",
        "correlation": "7f3k2m",
    }
    for name in ERRORS:
        pages[name] = templating.render(built, f"errors/{name}.html", FRAME, **said)
    return pages
