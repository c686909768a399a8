"""The demonstration's standards: two provisional editions and what was said about them.

The words are ours; the four families and the consultees are those of the
Commissioner's report. What the report leaves open is marked provisional.
"""

from __future__ import annotations

from csas.domain.standards import Fee, Requirement

PRIVATE = ("private", "charity")

REQUIREMENTS = (
    Requirement(
        code="O1",
        family="occupational",
        title="Training fits the role",
        body="Each role has a written profile. Training covers what the role does and each power it uses, by the "
        "national occupational standards, and asks for nothing that the role does not need.",
        evidence="Role profiles and the training plan of an approved provider.",
    ),
    Requirement(
        code="O2",
        family="occupational",
        title="Nobody uses a power untrained",
        body="A person is put forward for a power only after passing the training for that very power. "
        "Training is renewed every three years.",
        evidence="Training records by person and power.",
        critical=True,
    ),
    Requirement(
        code="O3",
        family="occupational",
        title="A clear and separate identity",
        body="Staff wear the approved uniform and the national badge, carry their powers card and show it when asked. "
        "Nobody could take them for police officers or police community support officers.",
        evidence="Photographs of the uniform, front and back.",
    ),
    Requirement(
        code="V1",
        family="vetting",
        title="Everybody is vetted by the force",
        body="Each person who is to hold a power is vetted by the force at the level it sets. The person answers the "
        "vetting questions in confidence; the employer does not see them.",
        evidence="A named contact for vetting; consent of each person.",
        critical=True,
    ),
    Requirement(
        code="V2",
        family="vetting",
        title="Changes are reported",
        body="An arrest, a charge, a disciplinary case or a change of name or address that bears on suitability is "
        "reported to the scheme office within two working days.",
        evidence="The instruction to staff and who makes the report.",
    ),
    Requirement(
        code="V3",
        family="vetting",
        title="The company and those who run it",
        body="Directors and signatories are named and checked. The national crime prevention body’s report on the "
        "company is less than a year old.",
        evidence="The report and the list of directors.",
        sectors=PRIVATE,
    ),
    Requirement(
        code="M1",
        family="management",
        title="Enough trained supervisors",
        body="There is one trained supervisor on duty for every ten people who use powers. Supervisors know the powers "
        "of those they supervise.",
        evidence="Names, training and the duty pattern of supervisors.",
        critical=True,
    ),
    Requirement(
        code="M2",
        family="management",
        title="Complaints are handled",
        body="There is a written procedure for complaints about the use of powers. It tells people how to complain, "
        "who decides, how long it takes and where else they can go. Section 40(9).",
        evidence="The procedure, and the leaflet given to the public.",
    ),
    Requirement(
        code="M3",
        family="management",
        title="Each use of a power is recorded",
        body="Each use is recorded on the day: who, which power, where, when, why and what came of it. "
        "Supervisors check "
        "the records, and returns go to the scheme office every month.",
        evidence="The form and the last month of records.",
    ),
    Requirement(
        code="M4",
        family="management",
        title="Agreed ways of working with the force",
        body="A joint operating protocol and an information-sharing protocol are agreed before the arrangement starts.",
        evidence="Both protocols in draft.",
    ),
    Requirement(
        code="M5",
        family="management",
        title="Insured",
        body="Public liability insurance of at least £5 million covers the use of powers. The amount is provisional.",
        evidence="The certificate of insurance.",
    ),
    Requirement(
        code="M6",
        family="management",
        title="Fair to staff and public",
        body="Policies on equality, health and safety, data protection and lone working are in force and known "
        "to staff.",
        evidence="The policies and how staff learn of them.",
    ),
    Requirement(
        code="F1",
        family="fees",
        title="What accreditation costs",
        body="The force intends to charge what is reasonable and to use the income only for administering the scheme. "
        "The amounts are not yet set. Nothing is charged during the proof of concept.",
    ),
)

NEW_IN_SECOND = Requirement(
    code="M7",
    family="management",
    title="Patrols are planned with the neighbourhood team",
    body="Patrol plans are shared with the local neighbourhood policing team each month, and feedback is recorded.",
    evidence="The last two monthly plans.",
)

SECTORS = ("local-authority", "government-agency", "health", "education", "housing", "charity", "private")
FEES = tuple(
    Fee(sector=sector, stage=stage, pence=None, note="Waived during the proof of concept.")
    for sector in SECTORS
    for stage in ("consider", "consider-renewal", "grant")
)

# consultee -> what was said, and what it changed.
REPLIES: dict[str, tuple[str, str]] = {
    "The Mayor of London": (
        "The Mayor supports a limited trial and asks that the public can tell accredited people from police officers.",
        "O3 now says that nobody could take accredited people for officers.",
    ),
    "Mayor’s Office for Policing and Crime": (
        "The Office asks for a report on costs and benefits before any London-wide scheme.",
        "The report is part of the study. No standard was changed.",
    ),
    "Camden Council": (
        "The council asks that patrols be planned with neighbourhood teams.",
        "M7 was added in the second edition.",
    ),
    "Lambeth Council": (
        "The council supports the standards and asks for a short complaints leaflet.",
        "M2 asks for the leaflet as evidence.",
    ),
    "London’s communities": (
        "At four meetings people asked who to call if they doubt a card.",
        "The card and the check page give a telephone number.",
    ),
}

# What councils said that had nothing particular to add.
GENERAL_REPLIES = (
    "The council supports the standards as drafted.",
    "The council has no comment on the standards and would like to be told who applies in the borough.",
    "The council welcomes a limited trial and will look at the report before it forms a view.",
    "The council supports the standards and asks that its community safety partnership has enough time to answer.",
)
GENERAL_EFFECT = "Noted. No standard was changed."

# The second consultation: consultee -> what was said, and what it changed.
SECOND_REPLIES: dict[str, tuple[str, str]] = {
    "The Mayor of London": (
        "The Mayor is content with the changes and looks forward to the report on the study.",
        "Noted. No standard was changed.",
    ),
    "Mayor’s Office for Policing and Crime": (
        "The Office asks how the monthly patrol plans will be counted in the report.",
        "The report will say how many plans were shared, and what came of them.",
    ),
    "Camden Council": (
        "The council is glad that M7 is there and asks that plans reach the neighbourhood team a week ahead.",
        "The guidance on M7 says so. The standard itself was not changed.",
    ),
    "Southwark Council": (
        "The council asks that housing associations’ wardens be known to its own.",
        "M7 covers it: plans are shared through the neighbourhood team.",
    ),
    "London’s communities": (
        "At two meetings people said that they could tell Northbank’s wardens from police officers.",
        "Noted, with O3 as it stands.",
    ),
}
