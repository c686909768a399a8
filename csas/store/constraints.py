"""What a constraint of the database means to a person, by its name."""

from __future__ import annotations

import asyncpg

from csas.domain import refusals
from csas.domain.refusals import Refusal

REFUSALS: dict[str, type[Refusal]] = {
    "decision_once_a_round": refusals.AlreadyDone,
    "participation_one_part": refusals.SeparateHands,
    "endorsement_reply_once": refusals.AlreadyDone,
    "endorsement_once": refusals.AlreadyDone,
    "signature_once": refusals.AlreadyDone,
    "appeal_once": refusals.AlreadyAppealed,
    "appeal_individual_once": refusals.AlreadyAppealed,
    "appeal_notice_once": refusals.AlreadyAppealed,
    "decided_power_sought": refusals.NotSought,
    "decided_area_sought": refusals.NotSought,
    "individual_decision_once": refusals.AlreadyDone,
    "restriction_once": refusals.AlreadyDone,
    "lifting_proposal_once": refusals.AlreadyDone,
    "provider_suspension_once": refusals.AlreadyDone,
    "provider_lifting_once": refusals.AlreadyDone,
    "nothing_after_the_end": refusals.NotAccredited,
    "accreditation_term_once": refusals.AlreadyDone,
    "training_failure_day": refusals.AlreadyDone,
    "granted_power_arranged": refusals.NotSought,
    "granted_power_areas": refusals.NotSought,
    "granted_power_asked": refusals.NotSought,
    "suspension_other_hands": refusals.OtherHands,
    "individual_decided_requested": refusals.NotSought,
    "account_email": refusals.EmailTaken,
    "arrangement_one": refusals.AlreadyDone,
    "edition_number": refusals.AlreadyDone,
    "edition_one_in_force": refusals.AlreadyDone,
    "document_one_certificate": refusals.AlreadyDone,
    "document_one_reserved": refusals.AlreadyDone,
    "print_run_card_once": refusals.AlreadyDone,
    "application_version_number": refusals.AlreadyDone,
    "pause_once": refusals.AlreadyDone,
    "consultee_name": refusals.AlreadyDone,
    "requirement_code": refusals.AlreadyDone,
    "concern_outcome_once": refusals.AlreadyDone,
    "vetting_request_open": refusals.AlreadyDone,
    "phase_one_at_a_time": refusals.AlreadyDone,
    "delegation_once": refusals.AlreadyDone,
    "power_adoption_once": refusals.AlreadyDone,
    "proposal_one_open": refusals.AlreadyDone,
    "proposal_not_for_oneself": refusals.NotForYourself,
    "proposal_other_hands": refusals.AnotherMustConfirm,
    "responsible_authority_pkey": refusals.AlreadyDone,
    "role_holding_once": refusals.AlreadyDone,
    "staff_member_number": refusals.NumberTaken,
    "staff_member_once": refusals.AlreadyOnList,
    "employment_once": refusals.StillEmployed,
    "role_profile_title": refusals.NameTaken,
    "zone_name": refusals.NameTaken,
    "photograph_current": refusals.AlreadyDone,
    "use_void_once": refusals.AlreadyDone,
    "use_inquiry_once": refusals.AlreadyDone,
    "nil_return_once": refusals.AlreadyDone,
    "setting_once_a_day": refusals.AlreadyDone,
    "setting_other_hands": refusals.AnotherMustConfirm,
    "setting_proposal_one_open": refusals.AlreadyDone,
    "setting_proposal_other_hands": refusals.AnotherMustConfirm,
}
FACTS = {"part": "another part", "what": "Something decided here", "did": "proposed it"}


def refusal_for(error: asyncpg.PostgresError) -> Refusal | None:
    """The refusal a broken constraint stands for, or None if it is a fault of ours."""
    found = REFUSALS.get(getattr(error, "constraint_name", None) or "")
    return found(**FACTS) if found else None
