"""Samples of identification: every phase in each way it can look, every request, every report."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from kiosk.dialogue import identity_phases as i
from kiosk.dialogue.effects import AskIdentity
from kiosk.dialogue.events import IdentitySaid
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.forms.prefilling import identified
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.identity import api
from kiosk.identity.api import CardReport, Password, Purpose, Terms, Trouble, Troubled
from kiosk.portal.errors import FailureKind, PortalFailure

ATTEMPT = UUID(int=21)
OTHER_ATTEMPT = UUID(int=22)
SESSION = "01890000-0000-7000-8000-000000000001"
TERMS = Terms(
    provider="Stadt Mayen, Steueramt",
    purpose="Hund anmelden",
    required=("eid.family_names", "eid.given_names", "eid.street", "eid.postcode", "eid.city"),
    optional=("eid.date_of_birth", "eid.birth_name"),
)
FIELDS = {
    "eid.family_names": "MUSTERMANN",
    "eid.given_names": "ERIKA",
    "eid.date_of_birth": "19640812",
    "eid.street": "HEIDESTRAẞE 17",
    "eid.postcode": "56727",
    "eid.city": "MAYEN",
}
AWAY = PortalFailure(FailureKind.UNREACHABLE, "connect")
SET_PIN_ENTRIES = (i.Entry.OLD_PIN, i.Entry.NEW_PIN, i.Entry.NEW_PIN_AGAIN)

PHASES: tuple[i.Identity, ...] = (
    i.IdentityOpening(0.0),
    i.IdentityOpening(0.0, Trouble.CARD_LOST),
    i.IdentityConsent(),
    i.IdentityTerms(),
    i.IdentityCard(),
    i.IdentityCard(looking=0.0),
    *(i.IdentityCard(said=trouble) for trouble in (
        Trouble.CARD_LOST, Trouble.WRONG_CARD, Trouble.MUTE_CARD, Trouble.TWO_CARDS)),
    *(i.IdentityStop(stop) for stop in i.Stop),
    i.IdentityStop(i.Stop.CAN, wrong=True, looked=False),
    i.IdentityStop(i.Stop.BLOCKED, wrong=True),
    *(i.IdentityEntry(entry) for entry in i.Entry),
    *(i.IdentityEntry(entry, count=5, said=i.Said.LENGTH) for entry in i.Entry),
    *(i.IdentityEntry(entry, said=i.Said.WRONG) for entry in (
        i.Entry.PIN, i.Entry.CAN, i.Entry.PUK, i.Entry.OLD_PIN)),
    i.IdentityEntry(i.Entry.PIN, count=6),
    i.IdentityEntry(i.Entry.PIN, said=i.Said.UNBLOCKED),
    i.IdentityEntry(i.Entry.CAN, count=6, said=i.Said.CARD_AWAY, looked=False),
    i.IdentityEntry(i.Entry.NEW_PIN, said=i.Said.TRIVIAL),
    i.IdentityEntry(i.Entry.NEW_PIN, said=i.Said.DIFFERENT),
    *(i.IdentityChecking(entry, 0.0) for entry in i.Entry if entry is not i.Entry.PIN),
    i.IdentityReading(0.0),
    i.IdentityReading(0.0, frozenset({api.ReadStep.PIN, api.ReadStep.AUTHORITY})),
    i.IdentityReading(0.0, frozenset(api.ReadStep)),
    i.IdentityKnown(),
    i.IdentityTake(i.After.FORM),
    i.IdentityTake(i.After.HOME),
    *(i.IdentityTrouble(Troubled(trouble)) for trouble in Trouble if trouble is not Trouble.PORTAL),
    i.IdentityTrouble(Troubled(Trouble.PORTAL, failure=AWAY)),
    i.IdentityTrouble(Troubled(Trouble.CARD_LOST, "pin_unclear"), unclear=True),
    i.PinSet(),
)  # fmt: skip

ONE_A_KIND = tuple({type(phase): phase for phase in PHASES}.values())

REQUESTS: tuple[api.IdentityRequest, ...] = (
    api.OpenAttempt(ATTEMPT, Purpose.IDENTIFY, "hund_anmelden"),
    api.LookAtCard(ATTEMPT),
    api.ProvePassword(ATTEMPT, Password.PIN, 6, ("eid.family_names",)),
    api.KeepNewPin(ATTEMPT, 6, repeat=True),
    api.CloseAttempt(ATTEMPT),
)
EFFECTS = tuple(AskIdentity(request) for request in REQUESTS)

CARDS = (
    CardReport(3),
    CardReport(2),
    CardReport(1),
    CardReport(1, can_proven=True),
    CardReport(0),
    CardReport(3, transport=True),
    CardReport(0, transport=True),
)
TROUBLES = tuple(Troubled(trouble, failure=AWAY if trouble is Trouble.PORTAL else None) for trouble in Trouble)


def reports(attempt: UUID = ATTEMPT, terms: Terms = TERMS) -> tuple[api.IdentityReport, ...]:
    """Every report, with every card and every trouble where it has one."""
    return (
        api.Opened(attempt, terms),
        api.Opened(attempt, replace(terms, purpose="Etwas anderes")),
        api.Opened(attempt, replace(terms, required=("eid.shoe_size",))),
        api.Opened(attempt, None),
        *(api.Looked(attempt, card) for card in CARDS),
        *(api.Looked(attempt, trouble) for trouble in TROUBLES),
        *(api.PasswordWrong(attempt, password, card) for password in Password for card in CARDS[:5]),
        api.PasswordProven(attempt),
        *(api.Progress(attempt, step) for step in api.ReadStep),
        api.Identified(attempt, SESSION, FIELDS),
        api.Identified(attempt, SESSION, {}),
        *(api.NewPinKept(attempt, refused) for refused in (None, *api.PinRefused)),
        api.PinChanged(attempt),
        *(api.Failed(attempt, trouble) for trouble in TROUBLES),
        api.Failed(attempt, Troubled(Trouble.CARD_LOST, api.NOT_PROVEN)),
    )


EVENTS = (
    *(IdentitySaid(report) for report in reports()),
    IdentitySaid(api.Identified(OTHER_ATTEMPT, SESSION, FIELDS)),
    IdentitySaid(api.PinChanged(OTHER_ATTEMPT)),
)


def attempt_at(phase: i.Identity, service: str = "hund_anmelden") -> Attempt | None:
    """The attempt that a session has on a phase; what was read ends it."""
    if isinstance(phase, i.IdentityKnown | i.IdentityTake | i.PinSet):
        return None
    new = isinstance(phase, i.IdentityEntry | i.IdentityChecking) and phase.entry in SET_PIN_ENTRIES
    new = new or (isinstance(phase, i.IdentityTrouble) and phase.unclear)
    if new:
        return Attempt(ATTEMPT, Purpose.SET_PIN, service, report=CardReport(3))
    opening = isinstance(phase, i.IdentityOpening)
    agreed = not isinstance(phase, i.IdentityOpening | i.IdentityConsent)
    terms = None if opening else TERMS
    return Attempt(ATTEMPT, Purpose.IDENTIFY, service, terms, agreed=agreed, report=CardReport(2) if agreed else None)


def read(filling: Filling, fields: dict[str, str] | None = None) -> Filling:
    """The form after the card was read."""
    return identified(filling, SESSION, FIELDS if fields is None else fields, date(2026, 11, 24))
