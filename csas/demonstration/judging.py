"""What Priya finds when she assesses: each requirement with the evidence for it.

The evidence rests on what the applicant said; a story names what she found otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csas.demonstration.papers import Papers

Differs = Mapping[str, tuple[str, str]]

EVIDENCE = {
    "O1": "The role profiles and the plan of {trainer} were read together: every task in a profile has its training.",
    "O2": "The register of {trainer} was checked against six names chosen by us. Nobody is put forward before "
    "the test.",
    "O3": "The uniform was seen worn, front and back, by day and under street light. Nobody in the office took "
    "it for police.",
    "V1": "A vetting contact is named, and consent has been given by everybody to be put forward.",
    "V2": "The instruction to staff was read. It names who reports, and two working days.",
    "V3": "The report {report} was read; the directors are those at Companies House.",
    "M1": "One supervisor for {ratio}. The duty pattern of four weeks was checked: no shift is without one.",
    "M2": "The procedure was read and three past cases followed. {complaints} decides, apart from those "
    "complained about.",
    "M3": "The form was tried on a patrol. Supervisors’ initials are on every record of the last month.",
    "M4": "Both protocols are agreed in draft with the neighbourhood teams concerned.",
    "M5": "The certificate of {insurer}, policy {policy}, was seen. It covers the use of powers.",
    "M6": "All policies were seen. Two staff, asked on patrol, could say where to find them.",
    "M7": "The last two monthly plans were seen, with the neighbourhood team’s remarks.",
    "F1": "Nothing is charged during the study. The organisation has been told that fees may follow.",
}


def results(codes: Sequence[str], papers: Papers, differs: Differs) -> list[dict[str, str]]:
    """A result on each requirement: met, unless the story says otherwise."""
    found = []
    for code in codes:
        result, evidence = differs.get(code, ("met", EVIDENCE[code].format_map(_facts(papers))))
        found.append({"requirement": code, "result": result, "evidence": evidence})
    return found


def findings(papers: Papers) -> tuple[str, str]:
    """Why the employer is found fit and proper, and its complaints arrangements satisfactory."""
    facts = _facts(papers)
    return (
        "Accounts, management and past conduct were looked at. Nothing speaks against {name}; {officer} knows "
        "the duties "
        "of an employer under section 41.".format_map(facts),
        "The procedure meets section 40(9): people can find it, {complaints} is apart from the patrols, and there is "
        "somewhere else to go.".format_map(facts),
    )


def _facts(papers: Papers) -> dict[str, str]:
    return {
        "name": papers.said("organisation", "legal-name"),
        "officer": papers.said("people", "officer-name"),
        "trainer": papers.said("training", "provider"),
        "report": papers.said("report", "reference"),
        "ratio": papers.said("supervisors", "ratio"),
        "complaints": papers.said("complaints", "responsible"),
        "insurer": papers.said("insurance", "insurer"),
        "policy": papers.said("insurance", "policy"),
    }
