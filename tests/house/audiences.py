"""Who may do what, written down a second time, and what they meet when they try.

This is bookkeeping by double entry: it shares no line with `domain/permissions`
or with the door, so a right given by mistake in either stands out against it.
"""

from typing import NamedTuple

TEAM = ("responsible-officer", "signatory", "supervisor", "member")
SIGNERS = ("responsible-officer", "signatory")
OFFICE = ("scheme-manager", "case-officer", "assessor")
CENTRE = (*OFFICE, "decision-maker", "appeal-decider")


class Audience(NamedTuple):
    """People with one of these roles, at the place which the thing asked for belongs to."""

    roles: tuple[str, ...]
    place: str


AUDIENCES = {
    "own team": Audience(TEAM, "organisation"),
    "own signers": Audience(SIGNERS, "organisation"),
    "own managers": Audience(("responsible-officer", "signatory", "supervisor"), "organisation"),
    "partners": Audience(("endorser",), "partnership"),
    "whoever is asked": Audience(("endorser",), "asked"),
    "office": Audience(OFFICE, "scheme"),
    "centre": Audience(CENTRE, "scheme"),
    "case workers": Audience(("case-officer", "scheme-manager"), "scheme"),
    "managers": Audience(("scheme-manager",), "scheme"),
    "assessors": Audience(("assessor",), "scheme"),
    "deciders": Audience(("decision-maker",), "scheme"),
    "appeal deciders": Audience(("appeal-decider",), "scheme"),
}

# Audience -> the actions open to it. An action may stand in several rows; all must stand in one.
OPEN_TO = {
    "anyone": """front:read standards:read register:read check:read concern:report api:read health:read asset:read
        account:sign-in account:accept-invitation account:reset account:register""",
    "anyone signed in": """account:sign-out account:read account:end-session account:create-key account:revoke-key
        worklist:read organisation:register""",
    "own team": """staff:list staff:read profile:read zone:read
        organisation:read application:read application:edit application:attach application:detach
        application:answer document:read review:read appeal:read""",
    "own managers": """staff:add staff:edit staff:rename staff:leave staff:transfer staff:stay staff:return
        staff:photograph staff:import staff:report profile:add profile:edit zone:add zone:edit occurrence:read""",
    "own signers": """staff:confirm-likeness organisation:invite organisation:end-role application:start application:submit
        application:recall application:withdraw application:correct endorsement:reopen application:represent
        application:sign application:decline-offer application:surrender review:self-assess appeal:lodge
        appeal:withdraw""",
    "partners": "endorsement:read document:read",
    "whoever is asked": """endorsement:read endorsement:declare-interest endorsement:answer endorsement:ask-time
        application:settle document:read""",
    "office": """application:ask application:hold application:release application:proceed review:open""",
    "centre": """staff:read profile:read zone:read occurrence:list occurrence:read
        check:read-cause concern:read caseload:read demand:read standards:read-draft organisation:read
        application:read application:brief application:note endorsement:read document:read review:read appeal:read""",
    "case workers": """occurrence:settle demand:record application:accept application:assign endorsement:remind
        endorsement:resend endorsement:recall endorsement:waive application:record-views application:settle application:resume""",
    "managers": """outbox:read standards:draft standards:edit standards:consult standards:record-response
        standards:close-consultation standards:publish standards:discard standards:supersede""",
    "assessors": """application:record-views application:assess application:find application:recommend review:grade
        review:follow-up""",
    "deciders": """endorsement:note-nobody-independent application:settle application:return application:give-notice
        application:offer application:defer application:refuse application:countersign application:replace
        application:end review:open""",
    "appeal deciders": "application:reopen appeal:admit appeal:reject appeal:decide",
    "the clock alone": """endorsement:fall-silent application:close-representations application:expire
        review:fall-due review:lapse""",
}
READ_BY = {
    "application": "application:read",
    "endorsement": "endorsement:read",
    "standards": "standards:read-draft",
    "review": "review:read",
    "appeal": "appeal:read",
    "organisation": "organisation:read",
    "staff": "staff:read",
    "photograph": "staff:read",
    "profile": "profile:read",
    "zone": "zone:read",
    "occurrence": "occurrence:read",
    "import": "staff:import",
    "message": "outbox:read",
    "document": "document:read",
    "file": "document:read",
}


class Post(NamedTuple):
    """A role somebody holds, and the name of the place where."""

    role: str
    place: str


class Thing(NamedTuple):
    """What a request is about: whose it is. `asked` is the authority that stands in for the partnership."""

    scheme: str
    organisation: str = ""
    partnership: str = ""
    asked: str = ""


Posts = tuple[Post, ...] | None  # None: nobody who is signed in


def audiences_of(action: str) -> list[str]:
    return [who for who, actions in OPEN_TO.items() if action in actions.split()]


def may(posts: Posts, action: str, thing: Thing | None = None) -> bool:
    """Whether somebody with these posts may do this; without a thing, to anything at all."""
    return any(belongs(posts, who, thing) for who in audiences_of(action))


def belongs(posts: Posts, who: str, thing: Thing | None) -> bool:
    if who == "anyone":
        return True
    if who == "the clock alone" or posts is None:
        return False
    if who == "anyone signed in":
        return True
    audience = AUDIENCES[who]
    return any(
        post.role in audience.roles and (thing is None or post.place == place_of(thing, audience)) for post in posts
    )


def place_of(thing: Thing, audience: Audience) -> str:
    if audience.place == "asked":
        return thing.asked or thing.partnership
    return str(getattr(thing, audience.place)) or "nowhere"


def expected(posts: Posts, action: str, kind: str, thing: Thing | None) -> str:
    """What they meet: the sign-in page, a refusal, nothing there, or an open door.

    `kind` is what the address names, such as an application; `thing` is None where there is none such.
    """
    if not may(posts, action):
        return "sign in" if posts is None else "not allowed"
    if kind not in READ_BY:
        return "allowed"
    if thing is None or not may(posts, READ_BY[kind], thing):
        return "not found"
    return "allowed" if may(posts, action, thing) else "not allowed"
