"""Messages about signing in: an invitation, a new password, a new sign-in code."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import Office, Wording, link, name, organisation_of, plain

_NOT_YOU = "If you did not ask for this, do not open the address, and tell the office at once by telephone."


def invited(f: facts.Invitation, o: Office) -> Wording:
    """Pass on an invitation."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"{name(f.invited_by)} invites you to join {organisation}",
        paragraphs=(
            (
                f"{name(f.invited_by)} has invited you to work on behalf of {organisation} in the "
                f"{plain(o.scheme)}, as {plain(f.role)}."
            ),
            f"To accept, open this address and choose a password: {link(f, o)}",
            "The invitation is for you alone, and can be used once.",
        ),
        closing=("If you do not know why you have been invited, please ignore this message.",),
    )


def password_reset(f: facts.PasswordReset, o: Office) -> Wording:
    """Give the address for a new password."""
    return Wording(
        subject="Choose a new password",
        paragraphs=(
            f"Somebody asked for a new password for your account in the {plain(o.scheme)}.",
            f"To choose one, open this address: {link(f, o)}",
            "The address can be used once, and only for a short time.",
        ),
        closing=(_NOT_YOU,),
    )


def code_reset(f: facts.SignInCodeReset, o: Office) -> Wording:
    """Give the address for a new sign-in code."""
    return Wording(
        subject="Set up your sign-in code again",
        paragraphs=(
            (
                f"The sign-in code of your account in the {plain(o.scheme)} was reset, and every "
                "place where you were signed in has been signed out."
            ),
            f"To sign in again, open this address and set up a new code: {link(f, o)}",
            "The address can be used once, and only for a short time.",
        ),
        closing=(_NOT_YOU,),
    )
