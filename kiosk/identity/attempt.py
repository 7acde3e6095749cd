"""One attempt, from the terms to the fields that were released or the new PIN; runs on the worker's thread.

Each method answers one request by posting reports. What happens between requests is the person's time: the card stays
in hand, because the CAN opens the third try only in the session in which it was proven.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import assert_never

from devices.eid.chat import Chat
from devices.eid.pace import Established, PasswordKind
from kiosk.identity.api import (
    CardReport,
    CardStep,
    Failed,
    Identified,
    IdentityReport,
    KeepNewPin,
    Looked,
    NewPinKept,
    OpenAttempt,
    Opened,
    Password,
    PasswordProven,
    PasswordWrong,
    PinChanged,
    PinRefused,
    Progress,
    ProvePassword,
    Purpose,
    ReadStep,
    Terms,
    Trouble,
    Troubled,
)
from kiosk.identity.card import Card, Proof, Wrong, take
from kiosk.identity.means import Means
from kiosk.identity.new_pin import NewPin
from kiosk.identity.reading import Offered, Reading, ask_terms
from kiosk.identity.troubles import NOT_LOOKED, NOT_PROVEN
from kiosk.portal.eid_contract import EidSessionRequest

_KINDS = {
    Password.PIN: (PasswordKind.PIN, 6),
    Password.CAN: (PasswordKind.CAN, 6),
    Password.PUK: (PasswordKind.PUK, 10),
    Password.TRANSPORT_PIN: (PasswordKind.PIN, 5),
}
_ACCEPTED = {
    Purpose.IDENTIFY: frozenset({Password.PIN, Password.CAN, Password.PUK}),
    Purpose.SET_PIN: frozenset(Password),
    Purpose.ON_SITE: frozenset({Password.CAN}),
}


class Attempt:
    """One attempt.

    Args:
        request: opens it.
        means: card reader and portal.
        closed: set from any thread when nobody wants this attempt any more.
        post: takes reports.
    """

    def __init__(
        self, request: OpenAttempt, means: Means, closed: Event, post: Callable[[IdentityReport], None]
    ) -> None:
        self._id = request.attempt
        self._purpose = request.purpose
        self._service = request.service
        self._means = means
        self._closed = closed
        self._post = post
        self._card: Card | None = None
        self._offered: Offered | None = None
        self._offered_at = 0.0
        self._agreed: Terms | None = None
        self._old_pin: Established | None = None
        self._new_pin = NewPin()

    def open(self) -> None:
        """Asks the portal for the terms, where somebody is going to read."""
        if self._purpose is Purpose.SET_PIN:
            self._post(Opened(self._id, None))
            return
        offered = self._ask_terms()
        if isinstance(offered, Troubled):
            self._post(Failed(self._id, offered))
        else:
            self._show(offered)

    def look(self) -> None:
        """Takes the card that lies there now, whatever was before."""
        self._release()
        means = self._means
        found = take(
            means.reader,
            self._purpose,
            self._closed,
            random=means.random,
            limits=means.limits,
            clock=means.clock,
        )
        if isinstance(found, Card):
            self._card = found
        self._post(Looked(self._id, found if isinstance(found, Troubled) else found.report))

    def prove(self, request: ProvePassword, digits: bytearray | None) -> None:
        """Uses the digits once. Digits that are not what was seen, or of a wrong form, are not used at all."""
        card = self._card
        if card is None:
            self._fail(Troubled(Trouble.CARD_LOST, NOT_LOOKED))
            return
        self._forget_pins()
        kind, length = _KINDS[request.password]
        if digits is None or len(digits) != length or request.password not in _ACCEPTED[self._purpose]:
            too_short = request.password is Password.TRANSPORT_PIN and self._purpose is Purpose.IDENTIFY
            self._post(Looked(self._id, replace(card.report, transport=True) if too_short else card.report))
            return
        if not self._reads(request.password):
            self._judge(card, request.password, card.prove(kind, digits, self._purpose))
        elif (offered := self._fresh_terms()) is not None:
            chat = offered.granted(request.released)
            proof = card.prove(kind, digits, self._purpose, chat)
            if isinstance(proof, Established):
                self._read(card, offered, proof, chat, request.released)
            else:
                self._judge(card, request.password, proof)

    def keep(self, request: KeepNewPin, digits: bytearray | None) -> None:
        """Takes the new PIN, first or again, and sets it when both are the same. Sent once, whatever comes back."""
        card, opened = self._card, self._old_pin
        if card is None or opened is None or opened.channel.dead:
            self._fail(Troubled(Trouble.CARD_LOST, NOT_PROVEN))
        elif not request.repeat:
            self._post(NewPinKept(self._id, self._new_pin.keep(digits)))
        elif not self._new_pin.confirmed(digits):
            self._post(NewPinKept(self._id, PinRefused.DIFFERENT))
        else:
            assert digits is not None  # noqa: S101 -- confirmed() says so
            self._old_pin = None
            with self._noted(CardStep.PIN):
                why = card.change_pin(opened, digits)
                self._release()
                self._post(PinChanged(self._id) if why is None else Failed(self._id, why))

    def close(self) -> None:
        """Gives the card back and forgets everything."""
        self._release()
        self._offered = None

    def _reads(self, password: Password) -> bool:
        match self._purpose:
            case Purpose.IDENTIFY:
                return password is Password.PIN
            case Purpose.ON_SITE:
                return password is Password.CAN
            case Purpose.SET_PIN:
                return False
            case _:
                assert_never(self._purpose)

    def _judge(self, card: Card, password: Password, proof: Proof) -> None:
        match proof:
            case Established():
                self._proven(card, password, proof)
            case Wrong(report):
                self._post(PasswordWrong(self._id, password, report))
            case CardReport():
                self._post(Looked(self._id, proof))
            case Troubled():
                self._fail(proof)
            case _:
                assert_never(proof)

    def _proven(self, card: Card, password: Password, opened: Established) -> None:
        match password:
            case Password.CAN:
                self._post(Looked(self._id, card.keep_can(opened)))
            case Password.PUK:
                with self._noted(CardStep.PIN):
                    found = card.unblock(opened, self._purpose)
                    if isinstance(found, Troubled):
                        self._release()
                    self._post(Looked(self._id, found))
            case Password.PIN | Password.TRANSPORT_PIN:
                self._old_pin = opened
                self._post(PasswordProven(self._id))
            case _:
                assert_never(password)

    def _read(self, card: Card, offered: Offered, opened: Established, chat: Chat, released: tuple[str, ...]) -> None:
        self._post(Progress(self._id, ReadStep.PIN))
        self._offered = None  # a session reads once
        with self._noted(CardStep.READING):
            reading = Reading(self._means, card, lambda done: self._post(Progress(self._id, done)))
            fields = reading.run(offered, opened, chat, released)
            self._release()
            if isinstance(fields, Troubled):
                self._post(Failed(self._id, fields))
            else:
                self._post(Identified(self._id, str(offered.session.session), fields))

    @contextmanager
    def _noted(self, step: CardStep) -> Iterator[None]:
        """Over a power cut, until the person has heard how it ended."""
        self._means.journal.begun(step)
        try:
            yield
        finally:
            self._means.journal.ended()

    def _ask_terms(self) -> Offered | Troubled:
        request = EidSessionRequest(service=self._service, on_site=self._purpose is Purpose.ON_SITE)
        offered = ask_terms(self._means.portal, request, self._means.visit())
        if not isinstance(offered, Troubled):
            self._offered, self._offered_at = offered, self._means.clock()
        return offered

    def _fresh_terms(self) -> Offered | None:
        """The terms that were shown, in a session that still lives; None if it does not go on with them.

        Where the portal now says something else than the person agreed to, the new terms are posted and nothing is
        proven.
        """
        shown, age = self._offered, self._means.clock() - self._offered_at
        if shown is not None and age < self._means.limits.fresh:
            return shown
        offered = self._ask_terms()
        if isinstance(offered, Troubled):
            self._fail(offered)
            return None
        if offered.terms != self._agreed:
            self._show(offered)
            return None
        return offered

    def _show(self, offered: Offered) -> None:
        self._agreed = offered.terms
        self._post(Opened(self._id, offered.terms))

    def _fail(self, why: Troubled) -> None:
        self._release()
        self._post(Failed(self._id, why))

    def _forget_pins(self) -> None:
        self._new_pin.forget()
        if self._old_pin is not None:
            self._old_pin.channel.close()
            self._old_pin = None

    def _release(self) -> None:
        self._forget_pins()
        if self._card is not None:
            self._card.close()
            self._card = None
