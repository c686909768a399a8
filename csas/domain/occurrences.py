"""Kinds and outcomes of notifiable events, in words."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "arrest": "Arrest or charge",
    "disciplinary": "Disciplinary action",
    "dismissal": "Dismissal",
    "change-of-role": "Change of role",
    "complaint": "Complaint about conduct",
    "loss": "Loss of a card, badge or other equipment",
    "other": "Something else that may make the person unsuitable",
}
OUTCOMES: dict[str, str] = {
    "no-action": "No action",
    "advice": "Advice to the employer",
    "review": "A review of the person or the employer",
    "suspension": "The person’s powers are suspended",
    "withdrawal": "The person’s accreditation is withdrawn",
}
