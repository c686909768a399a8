"""The sections on who applies: legal identity, people, employees, the report on a company."""

from __future__ import annotations

from csas.domain.application_questions import COMPANIES, NATIONAL, ORDINARY, YOU, Option, Question, Section

REPORT_OUTCOMES = (
    Option(value="recommended", label="Recommended"),
    Option(value="with-comments", label="Recommended with comments"),
    Option(value="not-recommended", label="Not recommended"),
)

ORGANISATION = Section(
    slug="organisation",
    title="Organisation and legal identity",
    group=YOU,
    pack=True,
    questions=(
        Question(
            name="legal-name",
            label="Full legal name",
            hint="As registered. The arrangement is made with this body and no other.",
            absent="Enter the full legal name",
            limit=120,
        ),
        Question(name="trading-names", label="Other names you work under", required=False),
        Question(
            name="number",
            label="Company or charity number",
            hint="As at Companies House or the Charity Commission.",
            absent="Enter the company or charity number",
            limit=20,
            sectors=COMPANIES,
        ),
        Question(
            name="address",
            label="Registered or main address",
            kind="textarea",
            limit=400,
            absent="Enter the registered or main address",
        ),
        Question(
            name="business",
            label="What your organisation does",
            kind="textarea",
            limit=2000,
            absent="Enter what your organisation does",
        ),
        Question(
            name="presence",
            label="Where you carry on business in the police area",
            hint="The Act allows arrangements only with employers who carry on business in the police area "
            "or in relation to places in it.",
            kind="textarea",
            limit=2000,
            absent="Enter where you carry on business in the police area",
        ),
        Question(
            name="refused",
            label="Has a police force ever refused you an arrangement, or ended one?",
            kind="yesno",
            absent="Select yes if a police force has refused you an arrangement or ended one",
        ),
        Question(
            name="refused-detail",
            label="Which force, when and why",
            hint="Only if your answer above is yes. It does not decide this application by itself.",
            kind="textarea",
            limit=2000,
            required=False,
            when=("refused", "yes"),
            absent="Enter which force, when and why",
        ),
    ),
)

PEOPLE = Section(
    slug="people",
    title="People responsible",
    group=YOU,
    questions=(
        Question(
            name="officer-name",
            label="Name of the responsible officer",
            hint="The person in your organisation who answers for the arrangement.",
            limit=120,
            absent="Enter the name of the responsible officer",
        ),
        Question(
            name="officer-post",
            label="Post of the responsible officer",
            limit=120,
            absent="Enter the post of the responsible officer",
        ),
        Question(
            name="officer-email",
            label="E-mail address of the responsible officer",
            kind="email",
            limit=254,
            absent="Enter the e-mail address of the responsible officer",
        ),
        Question(
            name="officer-telephone",
            label="Telephone number of the responsible officer",
            limit=30,
            absent="Enter the telephone number of the responsible officer",
        ),
        Question(
            name="signatory-name",
            label="Name of the signatory",
            hint="An employee with authority to bind the organisation. It may be the same person.",
            limit=120,
            absent="Enter the name of the signatory",
        ),
        Question(
            name="signatory-post", label="Post of the signatory", limit=120, absent="Enter the post of the signatory"
        ),
        Question(
            name="directors",
            label="Directors or trustees",
            hint="One on each line, as at Companies House or the Charity Commission.",
            kind="lines",
            limit=4000,
            sectors=COMPANIES,
            processes=ORDINARY,
            absent="Enter the directors or trustees, one on each line",
        ),
    ),
)

EMPLOYEES = Section(
    slug="employees",
    title="Paid employees only",
    group=YOU,
    pack=True,
    intro=(
        (
            "The Act speaks of employees. A charity may put forward its paid staff; nobody who works "
            "without pay can be accredited, however well trained."
        ),
    ),
    questions=(
        Question(
            name="number",
            label="How many employees you would put forward at first",
            kind="number",
            least=1,
            absent="Enter how many employees you would put forward",
        ),
        Question(
            name="ceiling",
            label="The most employees to be accredited under the programme",
            hint="The national programme is for a small number of staff.",
            kind="number",
            least=1,
            most=500,
            processes=NATIONAL,
            absent="Enter the most employees to be accredited",
        ),
        Question(
            name="roles",
            label="Their roles and hours",
            hint="For example “Street warden, seven days a week, 7am to 11pm”.",
            kind="textarea",
            limit=2000,
            absent="Enter the roles and hours of the employees",
        ),
        Question(
            name="paid",
            label="Is everyone you would put forward your paid employee?",
            kind="yesno",
            absent="Select yes if everyone you would put forward is your paid employee",
            must="Only paid employees can be accredited, so the answer must be yes. Leave volunteers out.",
        ),
    ),
)

REPORT = Section(
    slug="report",
    title="Report of Police Crime Prevention Initiatives",
    group=YOU,
    if_report=True,
    intro=(
        (
            "Private companies and charities are first looked at by Police Crime Prevention Initiatives "
            "(Police CPI), which gives every force concerned its report. Add the report to your evidence files."
        ),
    ),
    questions=(
        Question(
            name="reference",
            label="Reference of the report",
            limit=60,
            absent="Enter the reference of the report",
        ),
        Question(name="reported-on", label="Date of the report", kind="date", tense="past"),
        Question(
            name="outcome",
            label="What it recommends",
            kind="radios",
            options=REPORT_OUTCOMES,
            absent="Select what the report recommends",
        ),
    ),
)
