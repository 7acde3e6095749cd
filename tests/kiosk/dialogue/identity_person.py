"""Somebody with an ID card, for tests: what the worker reports, and the ways to the pages that tests begin on."""

from dataclasses import replace
from uuid import UUID

from devices.card.api import CardPresence
from kiosk.dialogue import phases as p
from kiosk.dialogue.effects import AskIdentity
from kiosk.dialogue.events import CardChanged, IdentitySaid, SecretChanged
from kiosk.identity import api
from kiosk.identity.api import CardReport, Password, Trouble, Troubled
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.identity_samples import FIELDS, SESSION, TERMS
from tests.kiosk.dialogue.visiting import Visitor

CONTEXT = replace(samples.context(), setup=replace(samples.setup(), identification=True))
DOG, CERTIFICATE, PIN_SERVICE = "hund_anmelden", "meldebescheinigung_einfach", "online_ausweis_pin"
HERE, GONE = CardChanged(CardPresence.PRESENT), CardChanged(CardPresence.EMPTY)


class Person(Visitor):
    """Somebody with an ID card; reports carry the id of the attempt that is open."""

    @property
    def attempt(self) -> UUID:
        assert self.state.session.attempt is not None
        return self.state.session.attempt.id

    def asked(self) -> list[api.IdentityRequest]:
        return [effect.request for effect in self.effects if isinstance(effect, AskIdentity)]

    def proven(self) -> list[api.ProvePassword]:
        return [request for request in self.asked() if isinstance(request, api.ProvePassword)]

    def hears(self, *reports: api.IdentityReport) -> "Person":
        for report in reports:
            self.happen(IdentitySaid(replace(report, attempt=self.attempt)))
        return self

    def enters(self, digits: int) -> "Person":
        self.happen(SecretChanged(self.page.id, digits))
        self.press("identity.ok")
        return self


NOBODY = UUID(int=0)


def looked(tries: int, *, can: bool = False, transport: bool = False) -> api.Looked:
    return api.Looked(NOBODY, CardReport(tries, can_proven=can, transport=transport))


def wrong(password: Password, tries: int) -> api.PasswordWrong:
    return api.PasswordWrong(NOBODY, password, CardReport(tries))


OPENED = api.Opened(NOBODY, TERMS)
READ = api.Identified(NOBODY, SESSION, FIELDS)
LOST = api.Failed(NOBODY, Troubled(Trouble.CARD_LOST))


def at_privacy(service: str = DOG) -> Person:
    """Before the first question."""
    person = Person(CONTEXT, samples.at(p.Intro(service), visit=False))
    person.state = replace(person.state, session=replace(person.state.session, started=0.0))
    person.press("intro.start")
    return person


def at_card(service: str = DOG) -> Person:
    """The terms are agreed to, the card is waited for."""
    person = at_privacy(service)
    if person.page.id == "privacy":
        person.press("privacy.next")
    person.hears(replace(OPENED, terms=None if service == PIN_SERVICE else TERMS))
    if person.page.id == "identity.consent":
        person.press("identity.agree")
    assert person.page.id == "identity.card"
    return person


def at_pin(service: str = DOG, tries: int = 3) -> Person:
    """The card lies there and has its tries."""
    person = at_card(service)
    person.happen(HERE)
    person.hears(looked(tries))
    return person


def read(fields: dict[str, str] = FIELDS) -> Person:
    """The card was read, and taken."""
    person = at_pin().enters(6).hears(replace(READ, fields=fields))
    person.press("identity.on")
    person.happen(GONE)
    return person
