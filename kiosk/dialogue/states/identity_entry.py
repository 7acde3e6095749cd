"""11: a secret on the number pad: PIN, CAN, PUK, the old PIN, the new one twice. The page knows how many digits."""

from dataclasses import replace
from typing import assert_never

from devices.card.api import CardPresence
from kiosk.dialogue.effects import AskIdentity
from kiosk.dialogue.events import CardChanged, Event, IdentitySaid, Pressed, SecretChanged
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.dialogue.identity_phases import (
    Entry,
    IdentityCard,
    IdentityChecking,
    IdentityEntry,
    IdentityReading,
    IdentityStop,
    Said,
    Stop,
)
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.identity_card import leave, mishap, route, to_card
from kiosk.dialogue.states.identity_entry_page import LENGTHS, page_id
from kiosk.dialogue.states.identity_stop import card_changed
from kiosk.identity.api import (
    CardReport,
    Failed,
    KeepNewPin,
    Looked,
    Password,
    ProvePassword,
    Purpose,
    Trouble,
    Troubled,
)

TRANSPORT_LENGTH = 5
_NUMBERS = (Entry.CAN, Entry.PUK)
"""Secrets that can be proven to a card that was taken up meanwhile."""


def on_event(context: Context, state: State, phase: IdentityEntry, event: Event) -> Step:
    """Counts digits; a press proves them, if there are as many as there have to be and the card lies there."""
    match event:
        case SecretChanged(page=page, count=count) if page == page_id(phase.entry):
            return go(state, replace(phase, count=count, said=None))
        case Pressed(node="identity.ok"):
            return _proven(state, phase)
        case Pressed(node="identity.forgotten"):
            return go(state, IdentityStop(Stop.FORGOTTEN))
        case Pressed(node="identity.transport"):
            return go(state, IdentityStop(Stop.TRANSPORT))
        case Pressed(node="identity.can"):
            return go(state, IdentityStop(Stop.CAN, looked=phase.looked))
        case Pressed(node="identity.puk"):
            return go(state, IdentityStop(Stop.BLOCKED, looked=phase.looked))
        case Pressed(node="identity.back"):
            return leave(state)
        case CardChanged(presence) if phase.entry in _NUMBERS:
            return card_changed(context, state, presence)
        case CardChanged(presence) if presence is CardPresence.NO_READER:
            return to_card(context, state)
        case CardChanged(presence) if presence is not CardPresence.PRESENT:
            return go(state, IdentityCard(said=Trouble.CARD_LOST))
        case IdentitySaid(Looked(found=CardReport() as report)) if not phase.looked:
            return _looked(state, phase, report)
        case IdentitySaid(Looked(found=Troubled() as why)) if not phase.looked:
            return mishap(state, why)
        case IdentitySaid(Failed(why=why)):
            return mishap(state, why)
        case _:
            return stay(state)


def _looked(state: State, phase: IdentityEntry, report: CardReport) -> Step:
    """The card lies there again. What was typed stands, as long as the card still asks for it."""
    after, effects = route(state, report)
    match phase.entry, after.phase:
        case (Entry.CAN, IdentityStop(stop=Stop.CAN) | IdentityEntry(entry=Entry.CAN)):
            return go(after, replace(phase, looked=True, said=None))
        case (Entry.PUK, IdentityStop(stop=Stop.BLOCKED)):
            return go(after, replace(phase, looked=True, said=None))
        case _:
            return after, effects


def _proven(state: State, phase: IdentityEntry) -> Step:
    """The digits go to the card: once, and only by this press."""
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- pages of the card stand only while there is an attempt
    if phase.entry is Entry.PIN and phase.count == TRANSPORT_LENGTH:
        return go(state, IdentityStop(Stop.TRANSPORT))
    if phase.count not in LENGTHS[phase.entry]:
        return go(state, replace(phase, said=Said.LENGTH))
    if not phase.looked:
        return go(state, replace(phase, said=Said.CARD_AWAY))
    return _asked(state, phase, attempt)


def _asked(state: State, phase: IdentityEntry, attempt: Attempt) -> Step:
    now, count, released = state.now.monotonic, phase.count, attempt.released
    checking = IdentityChecking(phase.entry, now)
    match phase.entry:
        case Entry.PIN:
            prove = ProvePassword(attempt.id, Password.PIN, count, released)
            return go(state, IdentityReading(now), AskIdentity(prove))
        case Entry.CAN if attempt.purpose is Purpose.ON_SITE:
            prove = ProvePassword(attempt.id, Password.CAN, count, released)
            return go(state, IdentityReading(now), AskIdentity(prove))
        case Entry.CAN:
            return go(state, checking, AskIdentity(ProvePassword(attempt.id, Password.CAN, count)))
        case Entry.PUK:
            return go(state, checking, AskIdentity(ProvePassword(attempt.id, Password.PUK, count)))
        case Entry.OLD_PIN:
            password = Password.TRANSPORT_PIN if count == TRANSPORT_LENGTH else Password.PIN
            return go(state, checking, AskIdentity(ProvePassword(attempt.id, password, count)))
        case Entry.NEW_PIN | Entry.NEW_PIN_AGAIN:
            repeat = phase.entry is Entry.NEW_PIN_AGAIN
            return go(state, checking, AskIdentity(KeepNewPin(attempt.id, count, repeat=repeat)))
        case _:
            assert_never(phase.entry)
