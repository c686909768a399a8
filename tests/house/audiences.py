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
    "own managers": Audience((*SIGNERS, "supervisor"), "organisation"),
    "themselves": Audience(("themselves",), "person"),
    "partners": Audience(("endorser",), "partnership"),
    "whoever is asked": Audience(("endorser",), "asked"),
    "office": Audience(OFFICE, "scheme"),
    "centre": Audience(CENTRE, "scheme"),
    "case workers": Audience(("case-officer", "scheme-manager"), "scheme"),
    "managers": Audience(("scheme-manager",), "scheme"),
    "vetting officers": Audience(("vetting-officer",), "scheme"),
    "assessors": Audience(("assessor",), "scheme"),
    "deciders": Audience(("decision-maker",), "scheme"),
    "appeal deciders": Audience(("appeal-decider",), "scheme"),
    "officers": Audience(("officer",), "scheme"),
}

# Action -> the audiences it is open to, a line each.
OPEN_TO = {
    "front:read": "anyone",
    "standards:read": "anyone",
    "register:read": "anyone",
    "check:read": "anyone",
    "document:verify": "anyone",
    "concern:report": "anyone",
    "api:read": "anyone",
    "health:read": "anyone",
    "asset:read": "anyone",
    "account:sign-in": "anyone",
    "account:accept-invitation": "anyone",
    "account:reset": "anyone",
    "account:register": "anyone",
    "vetting:answer": "anyone",
    "account:sign-out": "anyone signed in",
    "account:read": "anyone signed in",
    "account:end-session": "anyone signed in",
    "account:create-key": "anyone signed in",
    "account:revoke-key": "anyone signed in",
    "worklist:read": "anyone signed in",
    "organisation:register": "anyone signed in",
    "staff:list": "own team",
    "staff:read": "own team, centre",
    "photograph:read": "themselves, own team, vetting officers, centre",
    "profile:read": "own team, centre",
    "zone:read": "own team, centre",
    "individual:read": "themselves, own team, vetting officers, centre",
    "individual:request": "own signers",
    "individual:check-identity": "own signers",
    "individual:vet": "vetting officers",
    "individual:confirm-address": "vetting officers, case workers",
    "individual:train": "own managers, case workers",
    "individual:ask": "office",
    "individual:answer": "own team",
    "individual:find": "assessors",
    "individual:recommend": "assessors",
    "individual:return": "deciders",
    "individual:decide": "deciders",
    "individual:withdraw-request": "themselves, own signers",
    "individual:renew": "own signers",
    "individual:vary": "own signers",
    "individual:surrender": "themselves",
    "individual:modify": "deciders, case workers",
    "individual:suspend": "deciders, case workers",
    "individual:propose-lifting": "case workers, assessors",
    "individual:lift": "deciders",
    "individual:restore": "deciders",
    "individual:withdraw": "deciders",
    "individual:reverse": "deciders",
    "individual:serve": "case workers, deciders",
    "individual:replace": "deciders",
    "individual:appeal": "themselves",
    "individual:reopen": "appeal deciders",
    "individual:cease": "the clock alone",
    "individual:note": "centre",
    "application:suspend": "deciders, case workers",
    "application:propose-lifting": "case workers, assessors",
    "application:lift-suspension": "deciders",
    "uniform:approve": "case workers",
    "uniform:redescribe": "deciders",
    "adoption:read": "centre",
    "adoption:propose": "managers",
    "adoption:confirm": "deciders",
    "adoption:decline": "deciders, managers",
    "adoption:end": "managers",
    "adoption:reverse": "deciders",
    "organisation:read": "own team, centre",
    "application:read": "own team, centre",
    "card:read": "themselves, own team, centre",
    "card:make": "own managers, case workers",
    "card:replace": "own managers, case workers",
    "card:post": "case workers",
    "card:receive": "themselves, own managers, case workers",
    "card:return": "themselves, own managers, case workers",
    "card:report-lost": "themselves, own managers, case workers",
    "card:destroy": "own managers, case workers",
    "print-run:read": "case workers",
    "print-run:start": "case workers",
    "print-run:post": "case workers",
    "application:edit": "own team",
    "application:attach": "own team",
    "application:detach": "own team",
    "application:answer": "own team",
    "document:read": "themselves, own team, partners, whoever is asked, centre",
    "review:read": "own team, centre",
    "appeal:read": "themselves, own team, centre",
    "training:read": "own team, centre",
    "course:read": "own team, centre",
    "organisation:invite": "own signers",
    "organisation:end-role": "own signers",
    "application:start": "own signers",
    "application:submit": "own signers",
    "staff:confirm-likeness": "own signers",
    "application:recall": "own signers",
    "application:withdraw": "own signers",
    "application:correct": "own signers",
    "endorsement:reopen": "own signers",
    "application:represent": "own signers",
    "application:sign": "own signers",
    "application:decline-offer": "own signers",
    "application:surrender": "own signers",
    "review:self-assess": "own signers",
    "appeal:lodge": "own signers",
    "appeal:withdraw": "themselves, own signers",
    "staff:add": "own managers",
    "staff:edit": "own managers",
    "staff:rename": "own managers",
    "staff:leave": "own managers",
    "staff:transfer": "own managers",
    "staff:stay": "own managers",
    "staff:return": "own managers",
    "staff:photograph": "own managers",
    "staff:import": "own managers",
    "staff:report": "own managers",
    "profile:add": "own managers",
    "profile:edit": "own managers",
    "zone:add": "own managers",
    "zone:edit": "own managers",
    "occurrence:read": "own managers, centre",
    "vetting:ask": "own managers, vetting officers, case workers",
    "training:record": "own managers, case workers",
    "training:correct": "own managers, case workers",
    "training:record-failure": "own managers, case workers",
    "training:reverse-failure": "own managers, case workers",
    "training:reverse": "own managers, case workers",
    "vetting:read": "vetting officers",
    "vetting:send": "vetting officers",
    "vetting:open": "vetting officers",
    "vetting:record": "vetting officers",
    "vetting:withdraw": "vetting officers",
    "vetting:cancel": "vetting officers",
    "endorsement:read": "partners, whoever is asked, centre",
    "coverage:read": "partners, whoever is asked, centre, officers",
    "endorsement:declare-interest": "whoever is asked",
    "endorsement:answer": "whoever is asked",
    "endorsement:ask-time": "whoever is asked",
    "application:settle": "whoever is asked, case workers, deciders",
    "concern:close": "office",
    "application:ask": "office",
    "application:hold": "office",
    "application:release": "office",
    "application:proceed": "office",
    "review:open": "office, deciders",
    "check:read-cause": "centre, officers",
    "concern:read": "centre",
    "caseload:read": "centre",
    "demand:read": "centre",
    "standards:read-draft": "centre",
    "application:brief": "centre",
    "application:note": "centre",
    "enquiry:ask": "centre, officers",
    "enquiry:find": "centre",
    "enquiry:read": "centre, officers",
    "occurrence:list": "centre",
    "demand:record": "case workers",
    "application:accept": "case workers",
    "application:assign": "case workers",
    "endorsement:remind": "case workers",
    "endorsement:resend": "case workers",
    "endorsement:recall": "case workers",
    "endorsement:waive": "case workers",
    "application:record-views": "case workers, assessors",
    "application:resume": "case workers",
    "occurrence:settle": "case workers",
    "me:read": "themselves",
    "notice:acknowledge": "themselves",
    "use:list": "own managers, centre",
    "use:read": "themselves, own managers, centre",
    "use:record": "themselves, own managers",
    "use:import": "own managers",
    "use:return-nil": "own managers",
    "use:void": "themselves, own managers",
    "use:look-into": "case workers",
    "organisation:transfer-staff": "own managers",
    "organisation:invite-person": "own managers",
    "outbox:read": "managers",
    "standards:draft": "managers",
    "standards:edit": "managers",
    "standards:consult": "managers",
    "standards:record-response": "managers",
    "standards:close-consultation": "managers",
    "standards:publish": "managers",
    "standards:discard": "managers",
    "standards:supersede": "managers",
    "course:add": "managers",
    "course:edit": "managers",
    "course:start-list": "managers",
    "application:assess": "assessors",
    "application:find": "assessors",
    "application:recommend": "assessors",
    "review:grade": "assessors",
    "review:follow-up": "assessors",
    "endorsement:note-nobody-independent": "deciders",
    "access:list": "managers",
    "access:close": "managers",
    "access:open": "managers",
    "phase:read": "centre",
    "phase:open": "managers",
    "phase:extend": "managers",
    "phase:close": "managers",
    "partnership:read": "centre",
    "partnership:add": "managers",
    "partnership:edit": "managers",
    "partnership:add-authority": "managers",
    "partnership:end-authority": "managers",
    "partnership:invite": "case workers",
    "partnership:end-role": "case workers",
    "partnership:end": "managers",
    "delegation:read": "centre",
    "delegation:propose": "managers",
    "delegation:confirm": "managers, deciders, appeal deciders",
    "delegation:decline": "managers, deciders, appeal deciders",
    "delegation:end": "managers, deciders, appeal deciders",
    "colleague:read": "centre",
    "colleague:invite": "managers",
    "colleague:confirm": "managers, deciders, appeal deciders",
    "colleague:decline": "managers, deciders, appeal deciders",
    "colleague:end-role": "managers",
    "setting:read": "centre",
    "setting:change": "managers",
    "setting:confirm": "deciders",
    "setting:decline": "deciders, managers",
    "application:return": "deciders",
    "application:give-notice": "deciders",
    "application:offer": "deciders",
    "application:defer": "deciders",
    "application:refuse": "deciders",
    "application:countersign": "deciders",
    "application:replace": "deciders",
    "application:end": "deciders",
    "application:reopen": "appeal deciders",
    "appeal:admit": "appeal deciders",
    "appeal:reject": "appeal deciders",
    "appeal:decide": "appeal deciders",
    "endorsement:fall-silent": "the clock alone",
    "application:close-representations": "the clock alone",
    "application:expire": "the clock alone",
    "review:fall-due": "the clock alone",
    "review:lapse": "the clock alone",
}
READ_BY = {
    "concern": "concern:read",
    "application": "application:read",
    "endorsement": "endorsement:read",
    "standards": "standards:read-draft",
    "review": "review:read",
    "individual": "individual:read",
    "appeal": "appeal:read",
    "organisation": "organisation:read",
    "staff": "staff:read",
    "photograph": "photograph:read",
    "profile": "profile:read",
    "zone": "zone:read",
    "occurrence": "occurrence:read",
    "import": "staff:import",
    "message": "outbox:read",
    "use": "use:read",
    "notice": "me:read",
    "vetting": "vetting:read",
    "course": "course:read",
    "access": "access:list",
    "phase": "phase:read",
    "partnership": "partnership:read",
    "delegation": "delegation:read",
    "proposal": "delegation:read",
    "adoption": "adoption:read",
    "colleague": "colleague:read",
    "setting": "setting:read",
    "document": "document:read",
    "card": "card:read",
    "print-run": "print-run:read",
    "file": "document:read",
}


class Post(NamedTuple):
    """A role somebody holds, and the name of the place where."""

    role: str
    place: str


class Thing(NamedTuple):
    """What a request is about: whose it is. `asked` is the authority that stands in for the partnership.

    `person` is who it is about, who holds the post of being themselves.
    """

    scheme: str
    organisation: str = ""
    partnership: str = ""
    asked: str = ""
    person: str = ""


Posts = tuple[Post, ...] | None  # None: nobody who is signed in


def audiences_of(action: str) -> list[str]:
    return OPEN_TO[action].split(", ") if action in OPEN_TO else []


def may(posts: Posts, action: str, thing: Thing | None = None) -> bool:
    """Whether somebody with these posts may do this; without a thing, to anything at all."""
    return any(belongs(posts, who, thing) for who in audiences_of(action))


def belongs(posts: Posts, who: str, thing: Thing | None) -> bool:
    if who == "anyone":
        return True
    if who == "the clock alone" or posts is None:
        return False
    if who == "anyone signed in" or (who == "themselves" and thing is None):
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
