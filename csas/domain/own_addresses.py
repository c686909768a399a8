"""Addresses that are a person's own: how the office made sure of one."""

from __future__ import annotations

HOW: dict[str, str] = {
    "vetting": "With the vetting",
    "in-person": "In person, with an identity document",
    "telephone": "By telephone, on a number that the employer did not give",
    "letter": "By letter to the person’s home",
}
