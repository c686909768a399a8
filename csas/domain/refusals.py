"""Why something may not be done, as a person would say it.

A refusal holds a code and the facts of its sentence. It knows no HTTP status,
no template and no language of the database: web/errors maps codes to screens.
"""

from __future__ import annotations

from typing import ClassVar

from csas.domain.values import Struct


class Fault(Struct):
    """One thing wrong with one field; `field` is a path such as `powers.2.reason`."""

    field: str
    message: str


class Refusal(Exception):
    """The family of all refusals; `words` is a format string over the facts."""

    code: ClassVar[str] = "refused"
    words: ClassVar[str] = "This cannot be done."

    def __init__(self, **facts: object) -> None:
        self.facts = {name: str(value) for name, value in facts.items()}
        super().__init__(self.code)

    @property
    def message(self) -> str:
        return self.words.format(**self.facts)


class NotFound(Refusal):
    """Missing, or another's: the two are answered alike."""

    code = "not-found"
    words = "There is nothing here that you may see."


class NotAllowed(Refusal):
    code = "not-allowed"
    words = "Your role does not include this."


class SignInNeeded(Refusal):
    code = "sign-in-needed"
    words = "Sign in first."


class Faults(Refusal):
    """Bad input: every fault at once, each beside its field."""

    code = "faults"
    words = "There is a problem with what was entered."

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


class Stale(Refusal):
    """Somebody else's step came first."""

    code = "stale"
    words = "This case has moved on since you opened it: it is now “{state}”. {happened}"


class NotNow(Refusal):
    code = "not-now"
    words = "This step is not open while the case is “{state}”."


class OnHold(Refusal):
    code = "on-hold"
    words = "This case is on hold. Release it first."


class QuestionsOpen(Refusal):
    code = "questions-open"
    words = "Questions to the applicant are still unanswered."


class NoQuestionsOpen(Refusal):
    code = "no-questions-open"
    words = "There is no unanswered question on this case."


class SeparateHands(Refusal):
    """One person, one part in a case (product.md: different people, enforced)."""

    code = "separate-hands"
    words = "You have already acted on this case as {part}. Another person must do this."


class ReasonNeeded(Refusal):
    code = "reason-needed"
    words = "Give a reason."


class NoDelegation(Refusal):
    code = "no-delegation"
    words = "You hold no delegation in force to decide on behalf of the Commissioner."


class NotComplete(Refusal):
    code = "not-complete"
    words = "These parts are not complete yet: {parts}."


class NotSettled(Refusal):
    code = "not-settled"
    words = "Local endorsement is not settled for {areas}."


class NotSought(Refusal):
    code = "not-sought"
    words = "{what} was not applied for."


class NotAdopted(Refusal):
    code = "not-adopted"
    words = "The force has not adopted the power {power}, or it is no longer in law."


class OutsideDistrict(Refusal):
    code = "outside-district"
    words = "{area} lies outside the police area of this scheme."


class NotAssessed(Refusal):
    code = "not-assessed"
    words = "The assessment is not complete: {missing}."


class NotSatisfied(Refusal):
    """s.41(4) and s.40(9): without the findings there can be no arrangement."""

    code = "not-satisfied"
    words = "The law allows no arrangement while this is not found: {findings}."


class NotWithout(Refusal):
    code = "not-without"
    words = "The power “{power}” is of use only together with {others}."


class PlaceHeld(Refusal):
    code = "place-held"
    words = "This application holds a place, so it cannot be deferred for want of one."


class PlaceFree(Refusal):
    code = "place-free"
    words = "A place is free, so this application cannot be deferred for want of one."


class NoticeNeedless(Refusal):
    code = "notice-needless"
    words = "No notice is needed: this is all that was applied for, with no condition of ours."


class NotVetted(Refusal):
    code = "not-vetted"
    words = "The person’s vetting is not clear and in date."


class NotTrained(Refusal):
    """s.41(4)(d): adequate training, power by power."""

    code = "not-trained"
    words = "The training for these powers is not complete and in date: {powers}."


class NotArranged(Refusal):
    """s.41(1): a person is accredited only while the employer has an arrangement."""

    code = "not-arranged"
    words = "The employer has no arrangement in force. The decision waits until it has."


class NotFitAndProper(Refusal):
    """s.41(4)(a)."""

    code = "not-fit-and-proper"
    words = "The employer is not found to be fit and proper, so nobody of it can be accredited."


class ProviderSuspended(Refusal):
    code = "provider-suspended"
    words = "The employer is suspended. Nothing is granted to its people until that is lifted."


class NotEmployed(Refusal):
    code = "not-employed"
    words = "The person does not work for this employer now."


class NoUniform(Refusal):
    """s.42(2): powers are used only in the uniform that the instrument describes."""

    code = "no-uniform"
    words = "No uniform is approved for this employer. Approve it first: the instrument describes it."


class RequestOpen(Refusal):
    code = "request-open"
    words = "A request for {name} is open already."


class AlreadyAccredited(Refusal):
    code = "already-accredited"
    words = "{name} is accredited with this employer already. Ask for a renewal or a variation."


class NotAccredited(Refusal):
    code = "not-accredited"
    words = "The accreditation has ended. Only a new request can lead to powers again."


class StillAccredited(Refusal):
    code = "still-accredited"
    words = "The accreditation has not ended."


class RenewalTooLate(Refusal):
    code = "renewal-too-late"
    words = "The accreditation ended on {until}. It cannot be renewed: only a new request is possible."


class RenewalTooEarly(Refusal):
    code = "renewal-too-early"
    words = "It is too early to renew: that is possible from {since}."


class NothingWider(Refusal):
    code = "nothing-wider"
    words = (
        "Power {power}: a variation must keep what is held and add to it. To have less, ask the office to modify it."
    )


class NothingNarrower(Refusal):
    code = "nothing-narrower"
    words = "Power {power}: a modification must leave something out. To have more, the employer asks for a variation."


class PeopleOutside(Refusal):
    code = "people-outside"
    words = (
        "{number} of the provider’s people hold powers or areas that this variation leaves out. "
        "Take those from them by notice first: the arrangement does not do it."
    )


class ZoneInUse(Refusal):
    code = "zone-in-use"
    words = "Powers were asked for in this zone, so it stays as it is. Add another zone, and ask for a variation."


class NotHeld(Refusal):
    code = "not-held"
    words = "The person does not hold power {power}."


class NotSuspended(Refusal):
    code = "not-suspended"
    words = "There is no suspension to lift."


class NotProposed(Refusal):
    code = "not-proposed"
    words = "Nobody has proposed yet that the suspension is lifted. One person proposes it, another lifts it."


class NothingToGiveBack(Refusal):
    code = "nothing-to-give-back"
    words = "No upheld appeal against a notice waits here. Only after one is what a notice took away given back."


class OtherHands(Refusal):
    """Giving power back needs two people."""

    code = "other-hands"
    words = "You {did} yourself. Another person must do this."


class NoticeServed(Refusal):
    """A notice that was given is undone by no entry: a record is corrected, not the law."""

    code = "notice-served"
    words = "The notice was given on {when}, so it has taken effect in law. {then}"


class NotSigned(Refusal):
    code = "not-signed"
    words = "The organisation has not signed the arrangement yet."


class TermOver(Refusal):
    code = "term-over"
    words = "The term that was offered ended on {until}. Nothing is left to sign."


class StillInForce(Refusal):
    code = "still-in-force"
    words = "The term of the arrangement has not ended yet."


class NothingToVary(Refusal):
    code = "nothing-to-vary"
    words = "The arrangement that this would replace has ended. Only a new application is possible."


class NoPlace(Refusal):
    code = "no-place"
    words = "All {cap} places of the {phase} are held, offered or in force."


class NoticeNeeded(Refusal):
    """A notice with reasons and time to answer comes before an adverse decision."""

    code = "notice-needed"
    words = "Give notice with reasons first: {why}."


class NoticeRunning(Refusal):
    code = "notice-running"
    words = "The applicant may answer the notice until {until}."


class TooLate(Refusal):
    code = "too-late"
    words = "The time for this ended on {until}."


class StillRunning(Refusal):
    """Silence means something only after its time."""

    code = "still-running"
    words = "There is still time to answer, until {until}."


class AlreadyExtended(Refusal):
    code = "already-extended"
    words = "More time has been given once already."


class InterestDeclared(Refusal):
    code = "interest-declared"
    words = (
        "{body} has an interest in this application and cannot answer the request. "
        "Declare the interest, and the request passes to an authority without one."
    )


class NotAdmissible(Refusal):
    code = "not-admissible"
    words = "“{ground}” is not a ground of appeal."


class AlreadyAppealed(Refusal):
    code = "already-appealed"
    words = "This decision has been appealed already."


class UsesThatMonth(Refusal):
    code = "uses-that-month"
    words = "Uses of powers are recorded in {month}, so it has no nil return."


class NotFlagged(Refusal):
    code = "not-flagged"
    words = "As far as is known this use had authority, so there is nothing to look into."


class MonthNotOver(Refusal):
    code = "month-not-over"
    words = "{month} is not over yet. Return it when it is."


class AnotherMustConfirm(Refusal):
    """What widens what may be granted is never one person's act."""

    code = "another-must-confirm"
    words = "You proposed this change. Another person must confirm it."


class OwnAccount(Refusal):
    code = "own-account"
    words = "You cannot close your own account. Ask another scheme manager."


class NotForYourself(Refusal):
    """Nobody gives themselves power, or confirms what somebody else proposed for them."""

    code = "not-for-yourself"
    words = "This is about you. Other people must do it."


class PhaseOver(Refusal):
    code = "phase-over"
    words = "This phase has ended. Open another one instead."


class PartnershipEnded(Refusal):
    code = "partnership-ended"
    words = "This partnership has ended. Add another one instead."


class PartnershipAsked(Refusal):
    """What somebody is asked about is not taken from under their hands."""

    code = "partnership-asked"
    words = "Requests for endorsement wait for this partnership or authority: {cases}. Recall or waive them first."


class LastManager(Refusal):
    code = "last-manager"
    words = "Somebody must be able to run the scheme. Invite another scheme manager first."


class AlreadyDone(Refusal):
    """A double click, or a second person doing the same."""

    code = "already-done"
    words = "This has been done already."


class SightNeeded(Refusal):
    """Vetting is opened for a reason and for ten minutes."""

    code = "sight-needed"
    words = "Open the vetting record first, and say why you need to see it."


class NothingToWithdraw(Refusal):
    code = "nothing-to-withdraw"
    words = "This person is not clear, so there is no clearance to withdraw."


class ConsultationIncomplete(Refusal):
    code = "consultation-incomplete"
    words = "The consultation is not complete: {missing}."


class EmailTaken(Refusal):
    code = "email-taken"
    words = "An account with this e-mail address exists already."


class FileRefused(Refusal):
    code = "file-refused"
    words = "{name} was not accepted: {why}."


class ScannerAway(Refusal):
    """With a scanner configured, nothing is kept unscanned."""

    code = "scanner-away"
    words = "The virus scanner does not answer just now. The file was not kept. Try again later."


class DraftChanged(Refusal):
    """Two people, or two tabs, wrote the same part of a draft."""

    code = "draft-changed"
    words = "{who} saved this part after you opened it. What you typed has not been saved."


class TooManyOpen(Refusal):
    code = "too-many-open"
    words = (
        "{organisation} has {most} open applications, as many as may be open at a time. Withdraw or finish one first."
    )


class NoEdition(Refusal):
    code = "no-edition"
    words = "No edition of the standards is published yet, so nothing can be submitted."


class NothingChanged(Refusal):
    code = "nothing-changed"
    words = "Nothing differs from the application as it stands."


class LastSignatory(Refusal):
    code = "last-signatory"
    words = "Somebody must be able to sign for the organisation. Invite another signatory first."


class AlreadyLeft(Refusal):
    """An ending may be moved earlier, and never later: what ended stays ended (s.41(8))."""

    code = "already-left"
    words = (
        "This employment has ended already, on {until}. It can be corrected to an earlier day and never to a later one. "
        "Somebody who came back has a new employment."
    )


class StillEmployed(Refusal):
    code = "still-employed"
    words = "This person is still employed here, and no end of the employment is recorded."


class AlreadyOnList(Refusal):
    code = "already-on-list"
    words = "This person is already on your staff list."


class NumberTaken(Refusal):
    code = "number-taken"
    words = "Somebody else on your staff list has this staff number."


class NameTaken(Refusal):
    code = "name-taken"
    words = "Something else of yours has this name already."


class NobodyToTell(Refusal):
    code = "nobody-to-tell"
    words = "You have no case with any scheme yet, so there is no office to tell."


class NothingToConfirm(Refusal):
    code = "nothing-to-confirm"
    words = "There is no photograph to confirm. Add one first."


class NothingToImport(Refusal):
    """A spreadsheet already imported, forgotten, or still faulty."""

    code = "nothing-to-import"
    words = "This spreadsheet cannot be imported: it has faults, or it was imported or forgotten. Upload it again."


class TooMany(Refusal):
    """A rate limit; `retry_after` in seconds."""

    code = "too-many"
    words = "Too many tries. Wait {wait} and try again."

    @property
    def wait(self) -> str:
        """For how long, as somebody would say it."""
        seconds = int(self.facts.get("retry_after", 60))
        count, unit = (-(-seconds // 60), "minute") if seconds > 90 else (seconds, "second")  # noqa: PLR2004
        return f"{count} {unit}{'' if count == 1 else 's'}"

    @property
    def message(self) -> str:
        return self.words.format(wait=self.wait)


class KeyReused(Refusal):
    code = "key-reused"
    words = "This idempotency key was used before with a different request."


class SentAlready(Refusal):
    """A form sent again with other answers, such as from a page the browser went back to."""

    code = "sent-already"
    words = "You have already sent this form, with other answers. What you sent first has been done."


class SentAlike(Refusal):
    """The same answers to the same form by the same person, a short time after."""

    code = "sent-alike"
    words = "You sent the same at {at}, and it was done."


class CardGone(Refusal):
    """The custody trail goes one way."""

    code = "card-gone"
    words = "This cannot follow: the card is already recorded as “{was}”."


class NoPhotograph(Refusal):
    """A card carries its holder's likeness or is not made."""

    code = "no-photograph"
    words = (
        "No card can be made without a photograph. Add one to the person’s record, "
        "and have a signatory confirm that it is a true likeness."
    )


class NothingToPrint(Refusal):
    code = "nothing-to-print"
    words = "No card is waiting to be printed."


class NothingHeld(Refusal):
    """Documents are made of what is in force, and of nothing else."""

    code = "nothing-held"
    words = "No power of this person is in force, so there is nothing that a card could say."


class StillBeingMade(Refusal):
    code = "still-being-made"
    words = "A card is being made already. It will be ready in a moment."


class Unavailable(Refusal):
    """The database is out of reach; nothing was changed."""

    code = "unavailable"
    words = "The service cannot reach its records just now. Nothing was changed."


class CannotConfirm(Unavailable):
    """The answer to a check when anything at all went wrong: never that something is valid."""

    code = "cannot-confirm"
    words = "We cannot confirm this just now. Do not rely on it until we can."


def all_refusals(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal, for the reference page and for the check that each has a screen."""
    found = [root]
    for child in root.__subclasses__():
        found.extend(all_refusals(child))
    return found
