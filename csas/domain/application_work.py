"""The sections on how the work would be done: supervision, complaints, insurance and the rest."""

from __future__ import annotations

from csas.domain.application_questions import NATIONAL, PROOF, WORK, Option, Question, Section

POLICIES = (
    Option(value="equality", label="Equality and fair service"),
    Option(value="safety", label="Health and safety, and working alone"),
    Option(value="discipline", label="Discipline and grievance"),
    Option(value="data", label="Data protection"),
    Option(value="records", label="Records of each use of a power, and their checking"),
    Option(value="screening", label="Screening of staff before they are employed"),
    Option(value="whistleblowing", label="Reporting of wrongdoing by colleagues"),
    Option(value="substances", label="Drugs and alcohol"),
)

SUPERVISORS = Section(
    slug="supervisors",
    title="Supervisors",
    group=WORK,
    pack=True,
    intro=("The employer supervises its accredited employees; the force looks at whether there are enough to do it.",),
    questions=(
        Question(
            name="names",
            label="Supervisors",
            hint="Name and post, one on each line.",
            kind="lines",
            limit=4000,
            absent="Enter at least one supervisor",
        ),
        Question(
            name="ratio",
            label="Accredited employees for each supervisor",
            kind="number",
            least=1,
            most=50,
            absent="Enter how many accredited employees each supervisor has",
        ),
        Question(
            name="how",
            label="How they supervise",
            hint="For example briefings, visits, checks of notebooks and body-worn video.",
            kind="textarea",
            limit=2000,
            absent="Enter how they supervise",
        ),
    ),
)

COMPLAINTS = Section(
    slug="complaints",
    title="Complaints",
    group=WORK,
    pack=True,
    intro=(
        (
            "Section 40(9) of the Police Reform Act 2002: the chief officer must be satisfied that you have, "
            "and keep, satisfactory arrangements for complaints about your accredited employees."
        ),
    ),
    questions=(
        Question(
            name="procedure",
            label="What happens to a complaint",
            kind="textarea",
            limit=4000,
            absent="Enter what happens to a complaint",
        ),
        Question(
            name="responsible",
            label="Who answers for complaints",
            hint="Name and post.",
            absent="Enter who answers for complaints",
        ),
        Question(
            name="days",
            label="Working days to acknowledge a complaint",
            kind="number",
            least=1,
            most=30,
            absent="Enter the working days to acknowledge a complaint",
        ),
        Question(
            name="told",
            label="How the public learns that it can complain",
            kind="textarea",
            limit=2000,
            absent="Enter how the public learns that it can complain",
        ),
    ),
)

INSURANCE = Section(
    slug="insurance",
    title="Insurance",
    group=WORK,
    intro=("The employer is liable for what accredited employees do in the course of their employment.",),
    questions=(
        Question(
            name="public",
            label="Public liability",
            kind="money",
            least=1,
            most=1_000_000_000,
            absent="Enter the amount of public liability insurance",
        ),
        Question(
            name="employers",
            label="Employer’s liability",
            kind="money",
            least=1,
            most=1_000_000_000,
            absent="Enter the amount of employer’s liability insurance",
        ),
        Question(name="insurer", label="Insurer", absent="Enter the insurer", limit=120),
        Question(name="policy", label="Number of the policy", absent="Enter the number of the policy", limit=60),
        Question(
            name="expires-on",
            label="The day the insurance ends",
            hint="For example 31 3 2028",
            kind="date",
            tense="future",
        ),
    ),
)

POLICY = Section(
    slug="policies",
    title="Policies",
    group=WORK,
    questions=(
        Question(
            name="in-place",
            label="Written policies you have in place",
            kind="checkboxes",
            options=POLICIES,
            absent="Select the written policies you have in place",
        ),
        Question(
            name="missing",
            label="When the others will be in place",
            hint="Only if you have left one unticked.",
            kind="textarea",
            limit=2000,
            required=False,
            absent="Enter when the policies you have not ticked will be in place",
        ),
    ),
)

UNIFORM = Section(
    slug="uniform",
    title="Uniform and badge",
    group=WORK,
    pack=True,
    intro=(
        (
            "Powers may be used only in the uniform that the chief officer approves and with the badge "
            "that the Secretary of State specifies."
        ),
    ),
    questions=(
        Question(
            name="description",
            label="What the uniform looks like",
            kind="textarea",
            limit=2000,
            absent="Enter what the uniform looks like",
        ),
        Question(
            name="differs",
            label="How people can tell it from police uniform",
            kind="textarea",
            limit=1000,
            absent="Enter how people can tell it from police uniform",
        ),
        Question(
            name="badge",
            label="Where the badge is worn",
            absent="Enter where the badge is worn",
        ),
        Question(
            name="livery",
            label="Livery of vehicles",
            kind="textarea",
            limit=1000,
            processes=NATIONAL,
            absent="Enter the livery of the vehicles used for stops",
        ),
    ),
)

TRAINING = Section(
    slug="training",
    title="Training",
    group=WORK,
    pack=True,
    questions=(
        Question(name="provider", label="Who trains", limit=120, absent="Enter who trains your employees"),
        Question(
            name="courses",
            label="Courses for the powers you ask for",
            kind="textarea",
            limit=2000,
            absent="Enter the courses for the powers you ask for",
        ),
        Question(
            name="refreshed",
            label="How often training is refreshed",
            absent="Enter how often training is refreshed",
        ),
    ),
)

PROTOCOLS = Section(
    slug="protocols",
    title="Working with the police",
    group=WORK,
    intro=("The arrangement starts when both sides have signed it together with these two protocols.",),
    questions=(
        Question(
            name="information",
            label="How you and the police will share information",
            kind="textarea",
            limit=4000,
            absent="Enter how you and the police will share information",
        ),
        Question(
            name="operating",
            label="How you and the police will work together day to day",
            kind="textarea",
            limit=4000,
            absent="Enter how you and the police will work together day to day",
        ),
        Question(
            name="controller",
            label="Registration number with the Information Commissioner",
            limit=20,
            absent="Enter the registration number with the Information Commissioner",
        ),
        Question(
            name="ready",
            label="Would you sign an information-sharing protocol and an operating protocol?",
            kind="yesno",
            absent="Select yes if you would sign both protocols",
            must="An arrangement cannot start without both protocols, so the answer must be yes.",
        ),
    ),
)

EVIDENCE = Section(
    slug="evidence",
    title="Evidence files",
    group=PROOF,
    questions=(
        Question(
            name="complete",
            label="Have you added every file you want considered?",
            hint="The office can still ask you for more.",
            kind="yesno",
            absent="Select yes if you have added every file you want considered",
            must="Add the files that are missing, then answer yes.",
        ),
    ),
)
