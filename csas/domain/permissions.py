"""Who may do what: one table from action to roles and scope.

Nothing here knows the order of steps (workflows/*.toml) or whether a case is
ready (the domain's functions), and nothing queries. Separation of duty is by
person: a person has one part in a case and acts in no other.
"""

from __future__ import annotations

from typing import Literal

from csas.domain.values import Struct

Scope = Literal["anyone", "signed-in", "own", "organisation", "partnership", "respondent", "scheme", "clock"]

APPLICANT = ("responsible-officer", "signatory", "supervisor", "member")
SIGNING = ("responsible-officer", "signatory")
OFFICE = ("scheme-manager", "case-officer", "assessor")
CENTRAL = (*OFFICE, "decision-maker", "appeal-decider")
MANAGING = ("responsible-officer", "signatory", "supervisor")

ROLES: dict[str, str] = {
    "responsible-officer": "Responsible officer of the organisation",
    "signatory": "Signatory of the organisation",
    "supervisor": "Supervisor in the organisation",
    "member": "Member of the organisation’s team",
    "endorser": "Endorser for a partnership or responsible authority",
    "scheme-manager": "Scheme manager",
    "case-officer": "Case officer",
    "assessor": "Assessor",
    "decision-maker": "Decision maker on behalf of the Commissioner",
    "appeal-decider": "Decider of appeals",
    "vetting-officer": "Vetting officer of the force",
    "officer": "Police officer of the force",
}


class Holding(Struct):
    """A role somebody holds now, and where. Ids are internal."""

    role: str
    scheme: int | None = None
    organisation: int | None = None
    partnership: int | None = None


class Actor(Struct):
    """Whoever acts: a person with roles, the public, or the clock."""

    person: int | None = None
    name: str = "The public"
    kind: Literal["person", "public", "clock"] = "public"
    holdings: tuple[Holding, ...] = ()
    accredited: bool = False  # ever: they have pages of their own

    def holds(self, *roles: str) -> bool:
        return any(holding.role in roles for holding in self.holdings)

    def organisations(self, *roles: str) -> frozenset[int]:
        return frozenset(
            h.organisation for h in self.holdings if h.organisation is not None and (not roles or h.role in roles)
        )

    def partnerships(self) -> frozenset[int]:
        return frozenset(h.partnership for h in self.holdings if h.partnership is not None)

    def schemes(self, *roles: str) -> frozenset[int]:
        return frozenset(h.scheme for h in self.holdings if h.scheme is not None and (not roles or h.role in roles))


PUBLIC = Actor()
CLOCK = Actor(kind="clock", name="The clock")


class Subject(Struct):
    """What an action is about, as far as permission is concerned."""

    scheme: int | None = None
    organisation: int | None = None
    partnership: int | None = None
    respondent_organisation: int | None = None
    person: int | None = None


class Grant(Struct):
    scope: Scope
    roles: tuple[str, ...] = ()


def _g(scope: Scope, *roles: str) -> Grant:
    return Grant(scope=scope, roles=roles)


ANYONE = _g("anyone")
SIGNED_IN = _g("signed-in")
OWN = _g("own")
OWN_MANAGING = _g("organisation", *MANAGING)
OWN_SIGNING = _g("organisation", *SIGNING)
OWN_TEAM = _g("organisation", *APPLICANT)
IN_OFFICE = _g("scheme", *OFFICE)
IN_CENTRE = _g("scheme", *CENTRAL)
CASES = _g("scheme", "case-officer", "scheme-manager")
ASSESSORS = _g("scheme", "assessor")
DECIDERS = _g("scheme", "decision-maker")
APPEALS = _g("scheme", "appeal-decider")
MANAGERS = _g("scheme", "scheme-manager")
VETTING = _g("scheme", "vetting-officer")
OFFICERS = _g("scheme", "officer")
RESPONDENT = _g("respondent", "endorser")
PARTNERS = _g("partnership", "endorser")
BY_CLOCK = _g("clock")

ACTIONS: dict[str, tuple[Grant, ...]] = {
    # Public pages
    "front:read": (ANYONE,),
    "standards:read": (ANYONE,),
    "register:read": (ANYONE,),
    "check:read": (ANYONE,),
    "check:read-cause": (IN_CENTRE, OFFICERS),
    "enquiry:ask": (IN_CENTRE, OFFICERS),
    "enquiry:find": (IN_CENTRE,),
    "enquiry:read": (IN_CENTRE, OFFICERS),
    "coverage:read": (PARTNERS, RESPONDENT, IN_CENTRE, OFFICERS),
    "concern:report": (ANYONE,),
    "concern:read": (IN_CENTRE,),
    "concern:close": (IN_OFFICE,),
    "api:read": (ANYONE,),
    "health:read": (ANYONE,),
    "asset:read": (ANYONE,),
    # Accounts
    "account:sign-in": (ANYONE,),
    "account:accept-invitation": (ANYONE,),
    "account:reset": (ANYONE,),
    "account:register": (ANYONE,),
    "account:sign-out": (SIGNED_IN,),
    "account:read": (SIGNED_IN,),
    "account:end-session": (SIGNED_IN,),
    "account:create-key": (SIGNED_IN,),
    "account:revoke-key": (SIGNED_IN,),
    # Everyone's own desk
    "worklist:read": (SIGNED_IN,),
    "caseload:read": (IN_CENTRE,),
    "outbox:read": (MANAGERS,),
    "demand:read": (IN_CENTRE,),
    "demand:record": (CASES,),
    "access:list": (MANAGERS,),
    "access:close": (MANAGERS,),
    "access:open": (MANAGERS,),
    # The scheme itself: its phases, partnerships, delegations and office
    "phase:read": (IN_CENTRE,),
    "phase:open": (MANAGERS,),
    "phase:extend": (MANAGERS,),
    "phase:close": (MANAGERS,),
    "partnership:read": (IN_CENTRE,),
    "partnership:add": (MANAGERS,),
    "partnership:edit": (MANAGERS,),
    "partnership:add-authority": (MANAGERS,),
    "partnership:end-authority": (MANAGERS,),
    "partnership:invite": (CASES,),
    "partnership:end-role": (CASES,),
    "partnership:end": (MANAGERS,),
    "delegation:read": (IN_CENTRE,),
    "delegation:propose": (MANAGERS,),
    "delegation:confirm": (MANAGERS, DECIDERS, APPEALS),
    "delegation:decline": (MANAGERS, DECIDERS, APPEALS),
    "delegation:end": (MANAGERS, DECIDERS, APPEALS),
    "colleague:read": (IN_CENTRE,),
    "colleague:invite": (MANAGERS,),
    "colleague:confirm": (MANAGERS, DECIDERS, APPEALS),
    "colleague:decline": (MANAGERS, DECIDERS, APPEALS),
    "colleague:end-role": (MANAGERS,),
    "setting:read": (IN_CENTRE,),
    "setting:change": (MANAGERS,),
    "setting:confirm": (DECIDERS,),
    "setting:decline": (DECIDERS, MANAGERS),
    # Stage 1: standards
    "standards:read-draft": (IN_CENTRE,),
    "standards:draft": (MANAGERS,),
    "standards:edit": (MANAGERS,),
    "standards:consult": (MANAGERS,),
    "standards:record-response": (MANAGERS,),
    "standards:close-consultation": (MANAGERS,),
    "standards:publish": (MANAGERS,),
    "standards:discard": (MANAGERS,),
    "standards:supersede": (MANAGERS,),
    # Organisations
    "organisation:register": (SIGNED_IN,),
    "organisation:read": (OWN_TEAM, IN_CENTRE),
    "organisation:invite": (OWN_SIGNING,),
    "organisation:end-role": (OWN_SIGNING,),
    # Organisations: their people, roles and zones
    "staff:list": (OWN_TEAM,),
    "staff:read": (OWN_TEAM, IN_CENTRE),
    "photograph:read": (OWN, OWN_TEAM, VETTING, IN_CENTRE),
    "staff:add": (OWN_MANAGING,),
    "staff:edit": (OWN_MANAGING,),
    "staff:rename": (OWN_MANAGING,),
    "staff:leave": (OWN_MANAGING,),
    "staff:transfer": (OWN_MANAGING,),
    "staff:stay": (OWN_MANAGING,),
    "staff:return": (OWN_MANAGING,),
    "staff:photograph": (OWN_MANAGING,),
    "staff:confirm-likeness": (OWN_SIGNING,),
    "staff:import": (OWN_MANAGING,),
    "staff:report": (OWN_MANAGING,),
    "profile:read": (OWN_TEAM, IN_CENTRE),
    "profile:add": (OWN_MANAGING,),
    "profile:edit": (OWN_MANAGING,),
    "zone:read": (OWN_TEAM, IN_CENTRE),
    "zone:add": (OWN_MANAGING,),
    "zone:edit": (OWN_MANAGING,),
    "occurrence:list": (IN_CENTRE,),
    "occurrence:read": (OWN_MANAGING, IN_CENTRE),
    "occurrence:settle": (CASES,),
    # Stage 2: the application
    "application:start": (OWN_SIGNING,),
    "application:read": (OWN_TEAM, IN_CENTRE),
    "application:brief": (IN_CENTRE,),
    "application:edit": (OWN_TEAM,),
    "application:attach": (OWN_TEAM,),
    "application:detach": (OWN_TEAM,),
    "application:submit": (OWN_SIGNING,),
    "application:recall": (OWN_SIGNING,),
    "application:withdraw": (OWN_SIGNING,),
    "application:correct": (OWN_SIGNING,),
    "application:accept": (CASES,),
    "application:ask": (IN_OFFICE,),
    "application:answer": (OWN_TEAM,),
    "application:assign": (CASES,),
    "application:hold": (IN_OFFICE,),
    "application:release": (IN_OFFICE,),
    "application:note": (IN_CENTRE,),
    "application:proceed": (IN_OFFICE,),
    # Stage 3: endorsement
    "endorsement:read": (PARTNERS, RESPONDENT, IN_CENTRE),
    "endorsement:declare-interest": (RESPONDENT,),
    "endorsement:answer": (RESPONDENT,),
    "endorsement:ask-time": (RESPONDENT,),
    "endorsement:remind": (CASES, BY_CLOCK),
    "endorsement:resend": (CASES,),
    "endorsement:recall": (CASES,),
    "endorsement:waive": (CASES,),
    "endorsement:note-nobody-independent": (DECIDERS,),
    "endorsement:fall-silent": (BY_CLOCK,),
    "endorsement:reopen": (OWN_SIGNING,),
    "application:record-views": (CASES, ASSESSORS),
    # Stage 4: assessment and decision
    "application:settle": (RESPONDENT, CASES, DECIDERS, BY_CLOCK),
    "application:assess": (ASSESSORS,),
    "application:find": (ASSESSORS,),
    "application:recommend": (ASSESSORS,),
    "application:return": (DECIDERS,),
    "application:give-notice": (DECIDERS,),
    "application:represent": (OWN_SIGNING,),
    "application:close-representations": (BY_CLOCK,),
    "application:offer": (DECIDERS,),
    "application:defer": (DECIDERS,),
    "application:resume": (CASES,),
    "application:refuse": (DECIDERS,),
    "application:sign": (OWN_SIGNING,),
    "application:decline-offer": (OWN_SIGNING,),
    "application:countersign": (DECIDERS,),
    "application:replace": (DECIDERS,),
    "application:expire": (BY_CLOCK,),
    "application:surrender": (OWN_SIGNING,),
    "application:end": (DECIDERS,),
    "application:suspend": (DECIDERS, CASES),
    "application:propose-lifting": (CASES, ASSESSORS),
    "application:lift-suspension": (DECIDERS,),
    "application:reopen": (APPEALS,),
    "document:read": (OWN, OWN_TEAM, PARTNERS, RESPONDENT, IN_CENTRE),
    "document:verify": (ANYONE,),
    # Powers cards: where each one is, and the runs that print them
    "card:read": (OWN, OWN_TEAM, IN_CENTRE),
    "card:make": (OWN_MANAGING, CASES),
    "card:replace": (OWN_MANAGING, CASES),
    "card:post": (CASES,),
    "card:receive": (OWN, OWN_MANAGING, CASES),
    "card:return": (OWN, OWN_MANAGING, CASES),
    "card:report-lost": (OWN, OWN_MANAGING, CASES),
    "card:destroy": (OWN_MANAGING, CASES),
    "print-run:read": (CASES,),
    "print-run:start": (CASES,),
    "print-run:post": (CASES,),
    # What people wear, and which powers the force uses
    "uniform:approve": (CASES,),
    "uniform:redescribe": (DECIDERS,),
    "adoption:read": (IN_CENTRE,),
    "adoption:propose": (MANAGERS,),
    "adoption:confirm": (DECIDERS,),
    "adoption:decline": (DECIDERS, MANAGERS),
    "adoption:end": (MANAGERS,),
    "adoption:reverse": (DECIDERS,),
    # People: accreditation of one employee
    "individual:read": (OWN, OWN_TEAM, VETTING, IN_CENTRE),
    "individual:request": (OWN_SIGNING,),
    "individual:check-identity": (OWN_SIGNING,),
    "individual:vet": (VETTING,),
    "individual:train": (OWN_MANAGING, CASES),
    "individual:confirm-address": (VETTING, CASES),
    "individual:ask": (IN_OFFICE,),
    "individual:answer": (OWN_TEAM,),
    "individual:find": (ASSESSORS,),
    "individual:recommend": (ASSESSORS,),
    "individual:return": (DECIDERS,),
    "individual:decide": (DECIDERS,),
    "individual:withdraw-request": (OWN_SIGNING, OWN),
    "individual:renew": (OWN_SIGNING,),
    "individual:vary": (OWN_SIGNING,),
    "individual:surrender": (OWN,),
    "individual:modify": (DECIDERS, CASES),
    "individual:suspend": (DECIDERS, CASES),
    "individual:propose-lifting": (CASES, ASSESSORS),
    "individual:lift": (DECIDERS,),
    "individual:restore": (DECIDERS,),
    "individual:withdraw": (DECIDERS,),
    "individual:reverse": (DECIDERS,),
    "individual:serve": (CASES, DECIDERS),
    "individual:replace": (DECIDERS,),
    "individual:cease": (BY_CLOCK,),
    "individual:note": (IN_CENTRE,),
    "individual:appeal": (OWN,),
    "individual:reopen": (APPEALS,),
    # Uses of powers, and what accredited people see of themselves
    "use:list": (OWN_MANAGING, IN_CENTRE),
    "use:read": (OWN, OWN_MANAGING, IN_CENTRE),
    "use:record": (OWN, OWN_MANAGING),
    "use:import": (OWN_MANAGING,),
    "use:return-nil": (OWN_MANAGING,),
    "use:void": (OWN, OWN_MANAGING),
    "use:look-into": (CASES,),
    "me:read": (OWN,),
    "notice:acknowledge": (OWN,),
    "organisation:transfer-staff": (OWN_MANAGING,),
    "organisation:invite-person": (OWN_MANAGING,),
    # People: their vetting, and their training
    "vetting:answer": (ANYONE,),
    "vetting:ask": (OWN_MANAGING, CASES, VETTING),
    "vetting:read": (VETTING,),
    "vetting:send": (VETTING,),
    "vetting:open": (VETTING,),
    "vetting:record": (VETTING,),
    "vetting:withdraw": (VETTING,),
    "vetting:cancel": (VETTING,),
    "training:read": (OWN_TEAM, IN_CENTRE),
    "training:record": (OWN_MANAGING, CASES),
    "training:correct": (OWN_MANAGING, CASES),
    "training:record-failure": (OWN_MANAGING, CASES),
    "training:reverse-failure": (OWN_MANAGING, CASES),
    "training:reverse": (OWN_MANAGING, CASES),
    "course:read": (OWN_TEAM, IN_CENTRE),
    "course:add": (MANAGERS,),
    "course:edit": (MANAGERS,),
    "course:start-list": (MANAGERS,),
    # Stage 5: reviews and appeals
    "review:read": (OWN_TEAM, IN_CENTRE),
    "review:open": (IN_OFFICE, DECIDERS, BY_CLOCK),
    "review:self-assess": (OWN_SIGNING,),
    "review:grade": (ASSESSORS,),
    "review:follow-up": (ASSESSORS,),
    "review:fall-due": (BY_CLOCK,),
    "review:lapse": (BY_CLOCK,),
    "appeal:read": (OWN, OWN_TEAM, IN_CENTRE),
    "appeal:lodge": (OWN_SIGNING,),
    "appeal:withdraw": (OWN, OWN_SIGNING),
    "appeal:admit": (APPEALS,),
    "appeal:reject": (APPEALS,),
    "appeal:decide": (APPEALS,),
}

# The part a person takes in a case by an action; one person has one part in a case.
PARTS: dict[str, str] = {
    "application:submit": "applicant",
    "application:correct": "applicant",
    "application:sign": "applicant",
    "endorsement:answer": "endorser",
    "application:assess": "assessor",
    "application:find": "assessor",
    "application:recommend": "assessor",
    "application:give-notice": "decision maker",
    "application:offer": "decision maker",
    "application:defer": "decision maker",
    "application:refuse": "decision maker",
    "application:countersign": "decision maker",
    "individual:request": "applicant",
    "individual:check-identity": "applicant",
    "individual:vet": "vetting officer",
    "individual:find": "assessor",
    "individual:recommend": "assessor",
    "individual:decide": "decision maker",
    "appeal:admit": "decider of the appeal",
    "appeal:reject": "decider of the appeal",
    "appeal:decide": "decider of the appeal",
}


def allows(actor: Actor, action: str, subject: Subject | None = None) -> bool:
    """Whether the table lets this actor take the action, on this subject if one is given.

    Without a subject it answers the question of a route: might this actor do
    this to anything at all? An action the table does not know is refused.
    """
    return any(_matches(actor, grant, subject) for grant in ACTIONS.get(action, ()))


def schemes_for(actor: Actor, action: str) -> list[int]:
    """The schemes in which the table lets this actor take the action, in the order of their ids."""
    return [scheme for scheme in sorted(actor.schemes()) if allows(actor, action, Subject(scheme=scheme))]


def _matches(actor: Actor, grant: Grant, subject: Subject | None) -> bool:
    if grant.scope == "anyone":
        return True
    if grant.scope == "signed-in":
        return actor.kind == "person"
    if grant.scope == "clock":
        return actor.kind == "clock"
    if grant.scope == "own":
        return actor.kind == "person" and (subject is None or subject.person == actor.person)
    return any(_covers(holding, grant, subject) for holding in actor.holdings if holding.role in grant.roles)


def _covers(holding: Holding, grant: Grant, subject: Subject | None) -> bool:
    if subject is None:
        return _belongs(holding, grant.scope)
    if grant.scope == "scheme":
        return holding.scheme is not None and holding.scheme == subject.scheme
    if grant.scope == "organisation":
        return holding.organisation is not None and holding.organisation == subject.organisation
    if grant.scope == "partnership":
        return holding.partnership is not None and holding.partnership == subject.partnership
    if subject.respondent_organisation is not None:
        return holding.organisation == subject.respondent_organisation
    return holding.partnership is not None and holding.partnership == subject.partnership


def _belongs(holding: Holding, scope: Scope) -> bool:
    if scope == "scheme":
        return holding.scheme is not None
    if scope == "organisation":
        return holding.organisation is not None
    return holding.partnership is not None or holding.organisation is not None


def taken_part(parts: tuple[tuple[int, str], ...], actor: Actor, action: str) -> str | None:
    """The other part this person has already taken in the case, if that bars the action."""
    wanted = PARTS.get(action)
    if wanted is None:
        return None
    held = {part for person, part in parts if person == actor.person and part != wanted}
    return min(held) if held else None
