"""The terminal's worker of identification before a real town hall over TLS; the card is in this process."""

import queue
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from devices.card.api import AccessFault
from devices.eid.virtual_card.person import find_person, load_person
from devices.eid.virtual_card.wallet import Forgery, Wallet
from kiosk.dialogue.effects import AskIdentity
from kiosk.dialogue.events import Event, IdentitySaid
from kiosk.dialogue.runner import Runner
from kiosk.identity.api import (
    CardReport,
    CloseAttempt,
    Failed,
    Identified,
    IdentityReport,
    IdentityRequest,
    LookAtCard,
    Looked,
    OpenAttempt,
    Opened,
    Password,
    Progress,
    ProvePassword,
    Purpose,
    Trouble,
)
from kiosk.identity.means import Means
from kiosk.identity_duties import IdentityDuties
from kiosk.secret_entry import SecretEntry
from tests.contract.portal.conftest import TownHall
from tests.kiosk.identity.journal import Notes
from tests.kiosk.identity.stand import EVERYTHING, ScriptedReader
from tests.kiosk.sandbox.eid_visit import ERIKA, SERVICE

ATTEMPT = UUID(int=1)


class Terminal:
    """The duty behind the runner, as the terminal has it."""

    def __init__(self, house: TownHall, reader: ScriptedReader) -> None:
        self.entry = SecretEntry()
        self.events: queue.Queue[Event] = queue.Queue()
        self.reader = reader
        means = Means(reader=reader, portal=house.client(), journal=Notes(), visit=lambda: "visit-0001")
        self.duties = IdentityDuties(means, self.entry, self.events.put)
        self.duties.start()
        self.runner = Runner(self.duties.table(), self.events.put)
        self.terms: tuple[str, ...] = ()
        self.progress: list[Progress] = []

    def ask(self, request: IdentityRequest) -> IdentityReport:
        self.runner.do(AskIdentity(request))
        while True:
            event = self.events.get(timeout=30)
            assert isinstance(event, IdentitySaid)
            if not isinstance(event.report, Progress):
                return event.report
            self.progress.append(event.report)

    def open(self, purpose: Purpose = Purpose.IDENTIFY) -> IdentityReport:
        opened = self.ask(OpenAttempt(ATTEMPT, purpose, SERVICE))
        if isinstance(opened, Opened) and opened.terms is not None:
            self.terms = opened.terms.required + opened.terms.optional
        return opened

    def look(self) -> IdentityReport:
        return self.ask(LookAtCard(ATTEMPT))

    def prove(
        self, digits: bytes, password: Password = Password.PIN, released: tuple[str, ...] | None = None
    ) -> IdentityReport:
        for digit in digits.decode():
            self.entry.press(digit, limit=16)
        wanted = self.terms if released is None else released
        return self.ask(ProvePassword(ATTEMPT, password, len(digits), wanted))

    def stop(self) -> None:
        self.runner.do(AskIdentity(CloseAttempt(ATTEMPT)))
        self.runner.stop()
        self.duties.stop(5)


NewTerminal = Callable[..., Terminal]


@pytest.fixture
def new_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Makes terminals of a town, each with a person's card on the reader."""
    made: list[Terminal] = []

    def make(house: TownHall, person: str = "erika_beispiel", forgery: Forgery = Forgery.NONE) -> Terminal:
        today = datetime.now(tz=UTC).date()
        pki = house.directory / "state" / "eid-pki"
        card = Wallet(pki, tmp_path / "cards", random=secrets.token_bytes, today=lambda: today).card(person, forgery)
        made.append(Terminal(house, ScriptedReader(card)))
        return made[-1]

    yield make
    for each in made:
        each.stop()


@pytest.fixture
def terminal(town: TownHall, new_terminal: Callable[..., Terminal]) -> NewTerminal:
    """A terminal of the town that is there."""
    return partial(new_terminal, town)


def pin_of(person: str) -> bytes:
    return load_person(find_person(person)).pin


def test_somebody_is_identified(terminal: NewTerminal) -> None:
    desk = terminal()
    opened = desk.open()
    assert isinstance(opened, Opened)
    assert opened.terms is not None
    assert set(opened.terms.required) <= set(ERIKA)
    assert opened.terms.provider
    assert opened.terms.purpose
    assert desk.look() == Looked(ATTEMPT, CardReport(3))
    said = desk.prove(pin_of("erika_beispiel"))
    assert isinstance(said, Identified), said
    assert dict(said.fields) == ERIKA
    assert UUID(said.session)
    assert [each.done.value for each in desk.progress] == ["pin", "authority", "genuine", "data"]


def test_only_what_was_released(terminal: NewTerminal) -> None:
    desk = terminal()
    opened = desk.open()
    assert isinstance(opened, Opened)
    assert opened.terms is not None
    desk.look()
    said = desk.prove(pin_of("erika_beispiel"), released=opened.terms.required)
    assert isinstance(said, Identified), said
    assert set(said.fields) == set(opened.terms.required)


@pytest.mark.parametrize(
    ("person", "forgery", "trouble"),
    [
        ("abgelaufen", Forgery.NONE, Trouble.EXPIRED),
        ("erika_beispiel", Forgery.CLONE, Trouble.CARD_BROKEN_RULE),
        ("erika_beispiel", Forgery.FOREIGN_SIGNER, Trouble.CARD_BROKEN_RULE),
    ],
)
def test_cards_that_the_town_hall_does_not_take(
    terminal: NewTerminal, person: str, forgery: Forgery, trouble: Trouble
) -> None:
    desk = terminal(person, forgery)
    desk.open()
    desk.look()
    said = desk.prove(pin_of(person))
    assert isinstance(said, Failed), said
    assert said.why.trouble is trouble
    assert said.why.code


def test_a_card_on_the_block_list(town: TownHall, terminal: NewTerminal) -> None:
    town.do("block_card", which="next")
    desk = terminal()
    desk.open()
    desk.look()
    said = desk.prove(pin_of("erika_beispiel"))
    assert isinstance(said, Failed), said
    assert said.why.trouble is Trouble.REVOKED


@pytest.mark.parametrize(
    ("mishap", "code"), [("unknown_car", "eid-car-unknown"), ("session_lost", "eid-session-unknown")]
)
def test_bad_days_of_the_town_hall_cost_no_try_and_pass(
    town: TownHall, terminal: NewTerminal, mishap: str, code: str
) -> None:
    town.do("eid", mishap=mishap)
    desk = terminal()
    desk.open()
    desk.look()
    said = desk.prove(pin_of("erika_beispiel"))
    assert isinstance(said, Failed), said
    assert (said.why.trouble, said.why.code) == (Trouble.PORTAL, code)
    assert said.why.failure is not None
    town.do("eid", mishap="none")
    assert desk.look() == Looked(ATTEMPT, CardReport(3))
    assert isinstance(desk.prove(pin_of("erika_beispiel")), Identified)


@pytest.mark.parametrize(("mishap", "code"), [("certificate_expired", "eid-unavailable"), ("refuses", "eid-refused")])
def test_no_session_no_terms(town: TownHall, terminal: NewTerminal, mishap: str, code: str) -> None:
    town.do("eid", mishap=mishap)
    said = terminal().open()
    assert isinstance(said, Failed), said
    assert (said.why.trouble, said.why.code) == (Trouble.PORTAL, code)


@pytest.mark.parametrize("person", ["erika_beispiel", "abgeschaltet"])
def test_staff_read_on_site_with_the_can(terminal: NewTerminal, person: str) -> None:
    desk = terminal(person)
    assert isinstance(desk.open(Purpose.ON_SITE), Opened)
    desk.look()
    said = desk.prove(load_person(find_person(person)).can, Password.CAN)
    assert isinstance(said, Identified), said


def test_a_town_hall_that_is_gone(
    new_town: Callable[[Path], TownHall], new_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    house = new_town(tmp_path / "house")
    desk = new_terminal(house)
    desk.open()
    desk.look()
    house.kill()
    said = desk.prove(pin_of("erika_beispiel"), released=EVERYTHING)
    assert isinstance(said, Failed), said
    assert said.why.trouble is Trouble.PORTAL
    assert desk.reader.closed == desk.reader.opened == 1


def test_a_reader_that_is_gone_says_so_through_the_runner(terminal: NewTerminal) -> None:
    desk = terminal()
    desk.open()
    desk.reader.fault = AccessFault.NO_READER
    said = desk.look()
    assert isinstance(said, Looked)
    assert not isinstance(said.found, CardReport)
    assert said.found.trouble is Trouble.NO_READER
