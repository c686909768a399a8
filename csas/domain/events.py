"""What has happened, as a plain fact, and the words that tell it.

An event is what one act leaves in the journal: codes and references in the
open part, personal text in the private part, of which the journal keeps only
a hash. A published tag is never renamed. No rule reads events.
"""

from __future__ import annotations

from collections.abc import Mapping

from csas.domain.values import Struct

Plain = str | int | bool | None | list[str]


class Moved(Struct):
    """One case going from one state to another; the journal folds to the state."""

    case: str
    was: str | None
    now: str


class Event(Struct):
    """One act. `ref` leads to what it made or changed."""

    tag: str
    ref: str = ""
    moves: tuple[Moved, ...] = ()
    facts: dict[str, Plain] = {}
    private: dict[str, str] = {}


# tag -> how the history of a case tells it. {actor} is who did it.
WORDS: dict[str, str] = {
    "standards:drafted": "{actor} drafted the edition",
    "standards:edited": "{actor} changed the requirement {code}",
    "standards:consultation-opened": "{actor} opened the consultation",
    "standards:response-recorded": "{actor} recorded what a consultee said",
    "standards:consultation-closed": "{actor} closed the consultation",
    "standards:published": "{actor} published the edition",
    "standards:discarded": "{actor} discarded the draft",
    "scheme:established": "The scheme was set up",
    "organisation:registered": "{actor} registered the organisation",
    "organisation:invited": "{actor} invited a colleague",
    "organisation:role-ended": "{actor} ended a colleague’s role",
    "staff:added": "{actor} added a person to the staff list",
    "staff:edited": "{actor} changed the record",
    "staff:renamed": "{actor} recorded a change of name",
    "staff:left": "{actor} recorded the end of the employment",
    "staff:transferred": "{actor} recorded a transfer to another employer",
    "staff:stayed": "{actor} recorded that the person stays after all",
    "staff:returned": "{actor} recorded that the person came back",
    "staff:photographed": "{actor} added a photograph",
    "staff:likeness-confirmed": "{actor} confirmed the likeness of the photograph",
    "staff:imported": "{actor} imported people from a spreadsheet",
    "profile:added": "{actor} added a role profile",
    "profile:edited": "{actor} changed the role profile",
    "zone:added": "{actor} added a zone",
    "zone:edited": "{actor} changed the zone",
    "occurrence:reported": "{actor} reported a notifiable event",
    "occurrence:settled": "{actor} recorded the outcome of a notifiable event",
    "account:joined": "{actor} accepted the invitation",
    "role:given": "A role was given",
    "concern:reported": "Somebody reported a concern",
    "concern:closed": "{actor} closed a concern",
    "access:closed": "{actor} closed the account of a colleague and ended their roles",
    "access:opened": "{actor} opened the account of a colleague again",
    "phase:opened": "{actor} opened the phase {name}",
    "phase:extended": "{actor} extended the phase {name}",
    "phase:closed": "{actor} closed the phase {name}",
    "partnership:added": "{actor} added the partnership {name}",
    "partnership:edited": "{actor} changed the partnership {name}",
    "partnership:authority-added": "{actor} added {authority} to the partnership {name}",
    "partnership:authority-ended": "{actor} ended the part of {authority} in the partnership {name}",
    "partnership:invited": "{actor} invited somebody to answer for {body}",
    "partnership:role-ended": "{actor} ended somebody’s role for {body}",
    "partnership:ended": "{actor} ended the partnership {name}",
    "delegation:proposed": "{actor} proposed a delegation, for another person to confirm",
    "delegation:confirmed": "{actor} confirmed the delegation {instrument}",
    "delegation:declined": "{actor} declined the delegation {instrument}",
    "delegation:ended": "{actor} ended the delegation {instrument}",
    "colleague:invited": "{actor} invited a colleague to the office",
    "colleague:proposed": "{actor} proposed to invite a colleague to the office, for another person to confirm",
    "colleague:confirmed": "{actor} confirmed the invitation of a colleague",
    "colleague:declined": "{actor} declined the invitation of a colleague",
    "colleague:role-ended": "{actor} ended a colleague’s role in the office",
    "setting:changed": "{actor} changed the setting {name}",
    "setting:proposed": "{actor} proposed to change the setting {name}, for another person to confirm",
    "setting:confirmed": "{actor} confirmed the change of the setting {name}",
    "setting:declined": "{actor} declined the change of the setting {name}",
    "demand:recorded": "{actor} recorded demand",
    "enquiry:asked": "{actor} asked what somebody was authorised to do",
    "application:started": "{actor} started the application",
    "application:file-attached": "{actor} added a file",
    "application:file-detached": "{actor} removed a file",
    "application:submitted": "{actor} submitted the application",
    "application:recalled": "{actor} recalled the application",
    "application:withdrawn": "{actor} withdrew the application",
    "application:corrected": "{actor} corrected the application",
    "application:accepted": "{actor} accepted the application as complete",
    "application:questioned": "{actor} asked a question",
    "application:answered": "{actor} answered the questions",
    "application:assigned": "{actor} assigned the case",
    "application:held": "{actor} put the case on hold",
    "application:released": "{actor} released the hold",
    "application:noted": "{actor} added a note",
    "application:proceeded": "{actor} took the step “{step}”",
    "application:views-recorded": "{actor} recorded community views",
    "application:assessed": "{actor} assessed the application against the standards",
    "application:found": "{actor} recorded the findings on the employer",
    "application:recommended": "{actor} made a recommendation",
    "application:returned": "{actor} returned the case to the assessor",
    "application:notice-given": "{actor} gave notice before an adverse decision",
    "application:represented": "{actor} answered the notice",
    "application:representations-closed": "The time to answer the notice ended",
    "application:offered": "{actor} offered an arrangement on behalf of the Commissioner",
    "application:deferred": "{actor} deferred the application for want of a place",
    "application:resumed": "{actor} took the application up again",
    "application:refused": "{actor} refused the application on behalf of the Commissioner",
    "application:signed": "{actor} signed the arrangement for the organisation",
    "application:offer-declined": "{actor} declined the offer",
    "application:countersigned": "{actor} signed the arrangement for the force",
    "application:surrendered": "{actor} surrendered the arrangement",
    "application:expired": "The term of the arrangement ended",
    "application:ended": "{actor} ended the arrangement by notice",
    "endorsement:answered": "{actor} answered for {body}",
    "endorsement:interest-declared": "{actor} declared an interest of {body}; {then}",
    "endorsement:time-asked": "{actor} asked for more time, until {until}",
    "endorsement:reminded": "{actor} sent a reminder to {body}",
    "endorsement:resent": "{actor} sent the request again to {body}",
    "endorsement:recalled": "{actor} recalled the request to {body}",
    "endorsement:waived": "{actor} waived the endorsement of {body}",
    "endorsement:nobody-independent": "{actor} recorded that nobody independent could be asked",
    "endorsement:fell-silent": "No reply of {body} came in time",
    "use:recorded": "{actor} recorded a use of a power",
    "use:imported": "{actor} recorded uses of powers from a spreadsheet",
    "use:voided": "{actor} voided a record of a use",
    "use:flagged": "Uses of powers were found to have had no authority",
    "use:looked-into": "{actor} looked into a use without authority",
    "use:nil-returned": "{actor} returned that no power was used in {month}",
    "notice:acknowledged": "{actor} acknowledged the notice",
    "organisation:staff-transferred": "{actor} recorded the transfer of several people to another employer",
    "organisation:person-invited": "{actor} invited an accredited person to their own pages",
    "vetting:asked": "{actor} asked for vetting",
    "vetting:link-sent": "The link to the vetting questions was sent",
    "vetting:answered": "The vetting questions were answered",
    "vetting:opened": "{actor} opened a vetting record",
    "vetting:recorded": "{actor} recorded a vetting outcome",
    "vetting:cancelled": "{actor} closed a request for vetting without an outcome",
    "training:recorded": "{actor} recorded the course {course} as passed",
    "training:corrected": "{actor} corrected a pass of the course {course}",
    "training:failure-recorded": "{actor} recorded that the course {course} was not passed",
    "training:failure-reversed": "{actor} took back that the course {course} was not passed",
    "training:reversed": "{actor} took a pass of the course {course} back",
    "course:added": "{actor} added the course {code}",
    "course:changed": "{actor} changed the course {code}",
    "course:list-started": "{actor} started the list of courses",
    "lapse:reminded": "Reminders of what ends soon were sent",
    "lapse:told": "What has ended was told",
    "document:issued": "The certificate was issued",
    "instrument:issued": "The instrument of accreditation was issued",
    "card:issued": "The powers card was issued",
    "card:reserved": "A new instrument or powers card is being made",
    "card:given-up": "A paper in the making was given up, since it would have said too much",
    "card:made": "{actor} asked for the powers card",
    "card:replaced": "{actor} asked for a new powers card",
    "card:posted": "{actor} posted the powers card",
    "card:received": "{actor} recorded that the powers card was received",
    "card:returned": "{actor} recorded that the powers card was handed back",
    "card:lost": "{actor} reported the powers card {what}",
    "card:destroyed": "{actor} destroyed the powers card",
    "print-run:started": "{actor} started a print run of {cards} cards",
    "print-run:file-made": "Sheets of a print run were made",
    "print-run:finished": "The print run was finished",
    "print-run:posted": "{actor} posted the cards of a print run",
    "review:opened": "{actor} opened the review",
    "review:fell-due": "The review fell due",
    "review:self-assessed": "{actor} sent the self-assessment",
    "review:graded": "{actor} graded the review",
    "review:followed-up": "{actor} followed up the action plan and closed the review",
    "individual:requested": "{actor} asked for powers for the person",
    "individual:identity-checked": "{actor} confirmed identity and likeness",
    "individual:address-confirmed": "{actor} confirmed the person’s own e-mail address",
    "individual:vetted": "{actor} recorded that vetting is clear",
    "individual:trained": "{actor} confirmed that training is complete",
    "individual:questioned": "{actor} asked the employer a question",
    "individual:answered": "{actor} answered the questions",
    "individual:found": "{actor} recorded the findings on the person",
    "individual:recommended": "{actor} made a recommendation",
    "individual:returned": "{actor} returned the request to the assessor",
    "individual:decided": "{actor} decided on the powers of the person",
    "individual:refused": "{actor} refused the request on behalf of the Commissioner",
    "individual:request-withdrawn": "{actor} withdrew the request",
    "individual:noted": "{actor} added a note",
    "individual:suspended": "{actor} suspended every power of the person",
    "individual:modified": "{actor} modified the accreditation by notice",
    "individual:lifting-proposed": "{actor} proposed that the suspension is lifted",
    "individual:restored": "{actor} gave back what a notice took away",
    "individual:lifted": "{actor} lifted the suspension",
    "individual:withdrawn": "{actor} withdrew the accreditation",
    "individual:surrendered": "{actor} gave the accreditation up",
    "individual:reversed": "{actor} undid a notice entered by mistake",
    "individual:served": "{actor} recorded how a notice was given",
    "individual:notices-served": "Notices were accepted for delivery by e-mail",
    "individual:ceased": "The law ended the accreditation",
    "application:suspended": "{actor} suspended the provider and every power of its people",
    "application:lifting-proposed": "{actor} proposed that the suspension is lifted",
    "application:suspension-lifted": "{actor} lifted the suspension of the provider",
    "uniform:approved": "{actor} approved the uniform",
    "uniform:redescribed": "{actor} described the new uniform in every accreditation of the provider",
    "adoption:proposed": "{actor} proposed the use of the power {power} by the force, for another person to confirm",
    "adoption:confirmed": "{actor} confirmed the use of the power {power} by the force",
    "adoption:declined": "{actor} declined the use of the power {power} by the force",
    "adoption:ended": "{actor} ended the use of the power {power} by the force",
    "adoption:reversed": "{actor} undid the end of the use of the power {power}, which was entered by mistake",
    "appeal:lodged": "{actor} lodged an appeal",
    "appeal:admitted": "{actor} admitted the appeal",
    "appeal:not-admitted": "{actor} did not admit the appeal",
    "appeal:upheld": "{actor} upheld the appeal and remitted the decision",
    "appeal:varied": "{actor} upheld the appeal in part and remitted the decision with directions",
    "appeal:dismissed": "{actor} dismissed the appeal",
    "appeal:withdrawn": "{actor} withdrew the appeal",
}


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def tell(tag: str, facts: Mapping[str, object], actor: str) -> str:
    """The event in words."""
    return WORDS[tag].format_map(_Known(facts, actor=actor or "The service"))
