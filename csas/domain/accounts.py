"""What makes a password, an e-mail address and a name good enough for an account.

Pure rules: nothing here hashes, stores, sends or asks the time.  A password is
judged exactly as typed, spaces and all, and no kind of character is demanded.
"""

from __future__ import annotations

import re
from typing import Final

from csas.domain.refusals import Refusal

SHORTEST: Final = 15
LONGEST: Final = 128
LONGEST_EMAIL: Final = 254
SERVICE_NAMES: Final = ("csas", "accreditation")
LEAST_DIFFERENT: Final = 5
SHORTEST_TELLING_PART: Final = 4

KEYBOARD_RUNS: Final = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "0123456789",
    "9876543210",
    "abcdefghijklmnopqrstuvwxyz",
)
# Words that people pad and repeat to reach a length: what is left of a password
# when these, runs and digits are taken away has to amount to something.
COMMON_WORDS: Final = (
    "password", "passphrase", "passwort", "pass", "letmein", "welcome", "admin", "administrator",
    "iloveyou", "monkey", "dragon", "football", "baseball", "liverpool", "arsenal", "chelsea",
    "sunshine", "princess", "superman", "batman", "master", "shadow", "michael", "charlie",
    "london", "police", "warden", "council", "security", "secret", "login", "please", "change",
    "changeme", "default", "guest", "test", "testing", "hello", "trustno", "spring", "summer",
    "autumn", "winter", "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "england", "britain", "computer", "internet", "this", "is",
    "my", "the", "me", "in", "new", "one", "two", "three", "four", "five",
    "correct", "horse", "battery", "staple",
)  # fmt: skip

_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,63}")
_DISGUISES = str.maketrans("@4310$5!7", "aaeiossit")
_ONE_SIGN = re.compile(r"(.)\1{2,}")
_PADDING = frozenset(" !?.,-_*#")
_WORDS = sorted(COMMON_WORDS, key=len, reverse=True)
_RUNS = sorted(
    {
        run[start:end]
        for line in KEYBOARD_RUNS
        for run in (line, line[::-1])
        for start in range(len(run) - 3)
        for end in range(start + 4, len(run) + 1)
    },
    key=len,
    reverse=True,
)


class SignInRefused(Refusal):
    """One sentence for every cause, so that nobody learns which accounts exist."""

    code = "sign-in-refused"
    words = "The e-mail address or the password is not right."


class CodeRefused(Refusal):
    """A wrong code, a late one and one used before are answered alike."""

    code = "code-refused"
    words = "The code is not right, or it has been used. Wait for the next one."


class LinkSpent(Refusal):
    """A link that was used, is too old or never existed."""

    code = "link-spent"
    words = "This link has been used or is too old. Ask for a new one."


class NotFromHere(Refusal):
    """A form or call that did not come from this visitor's own page."""

    code = "not-from-here"
    words = "This form did not come from a page you opened here, or the page is too old. Nothing was changed."


class ProofNeeded(Refusal):
    """A signed-in person must show again who they are before this act."""

    code = "proof-needed"
    words = "Confirm that it is you: enter your password and a code again."


def fold_email(typed: str) -> str:
    """Return an address as it is kept and compared."""
    return typed.strip().lower()


def email_fault(typed: str) -> str | None:
    """Say what is wrong with an e-mail address, if anything is."""
    email = fold_email(typed)
    if not email:
        return "Enter an e-mail address"
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email) or ".." in email:
        return "Enter an e-mail address in the form name@example.org"
    return None


def password_fault(password: str, email: str) -> str | None:
    """Say what is wrong with a new password, if anything is."""
    if not password:
        return "Enter a password"
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three or four unrelated words work well"
    if len(password) > LONGEST:
        return f"Use no more than {LONGEST} characters"
    if "\0" in password:
        return "The password contains a character that cannot be kept"
    folded = password.lower()
    if tells_who(folded, email) or any(name in folded for name in SERVICE_NAMES):
        return "Choose a password without your e-mail address or the name of this service in it"
    if is_common(folded):
        return "This password is easy to guess. Three or four unrelated words work well"
    return None


def tells_who(folded: str, email: str) -> bool:
    """Whether the password holds the part of the address before the @."""
    local = fold_email(email).partition("@")[0]
    return len(local) >= SHORTEST_TELLING_PART and local in folded


def is_common(folded: str) -> bool:
    """Whether little is left once repeats, runs and the usual words are taken away."""
    shortest = _unrepeated(folded)
    rests = (_left_over(shortest), _left_over(shortest.translate(_DISGUISES)))
    return min(len(rest) for rest in rests) < LEAST_DIFFERENT


def _unrepeated(text: str) -> str:
    """Return the shortest piece of which the text is a repetition, else the text."""
    for size in range(1, len(text) // 2 + 1):
        piece = text[:size]
        if (piece * (len(text) // size + 1))[: len(text)] == text:
            return piece
    return text


def _left_over(text: str) -> frozenset[str]:
    """The different characters that no usual word, run or row of one sign explains."""
    for word in (*_RUNS, *_WORDS):
        text = text.replace(word, " ")
    return frozenset(_ONE_SIGN.sub(" ", text)) - _PADDING
