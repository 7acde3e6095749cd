"""The whole state of the conversation, what it is configured with, and what a step gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from kiosk.about.model import AboutTexts
from kiosk.dialogue.capabilities import Health
from kiosk.dialogue.delays import Delays
from kiosk.dialogue.effects import Effect, NewVisit
from kiosk.dialogue.events import Stamp
from kiosk.dialogue.pages import Appearance
from kiosk.dialogue.phases import Attract, CardLeft, Phase
from kiosk.dialogue.session import Session
from kiosk.dialogue.staff_book import StaffBook
from kiosk.services.model import Catalogue
from kiosk.services.search import SearchIndex
from kiosk.texts import Wording


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere else where people get help: icon, name and way, by language."""

    icon: str
    name: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a terminal is told about itself.

    Args:
        town: name in the head band and on paper.
        office: line under it on paper (office and street).
        terminal: how people call this terminal ("Terminal 2").
        languages: codes in the order of the keys; the first is the default.
        opening: opening hours in words, by language.
        places: who helps if the terminal cannot.
        public_url: the town's page for citizens; QR codes lead there.
        staff_area: there is a PIN of staff; without one the gesture shows the notices and nothing else.
        identification: ID cards can be used here: there is a reader, and a worker for it.
    """

    town: str
    office: str
    terminal: str
    languages: tuple[str, ...]
    opening: Mapping[str, str]
    places: tuple[Place, ...]
    public_url: str
    staff_area: bool = False
    identification: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What `step` and `view` may look at besides state and event; never changes while the program runs.

    `wordings` are the texts of the screen, `papers` those of printed documents, German always among them.
    """

    setup: Setup
    delays: Delays
    wordings: Mapping[str, Wording]
    papers: Mapping[str, Wording]
    catalogue: Catalogue
    index: SearchIndex
    about: AboutTexts


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for staff: fault code and since when."""

    code: str
    since: datetime


@dataclass(frozen=True, slots=True)
class State:
    """Where the conversation stands.

    Args:
        now: stamp of the last event; pages take their time from it.
        last_input: monotonic seconds of the last sign of life.
        card_since: when the card that lies there now was put down, None without card.
        abandoned: tickets whose answer is still on its way although nobody waits for it.
        notices: what happened, for staff, newest last, bounded.
        staff: tests, counters, out of service; for staff as well.
    """

    phase: Phase
    session: Session
    now: Stamp
    staff: StaffBook
    health: Health = field(default_factory=Health)
    last_input: float = 0.0
    card_since: float | None = None
    abandoned: frozenset[UUID] = frozenset()
    notices: tuple[Notice, ...] = ()

    @classmethod
    def at_start(
        cls,
        context: Context,
        now: Stamp,
        appearance: Appearance | None = None,
        closed_since: datetime | None = None,
    ) -> "State":
        """Nobody is there, nothing is known; `closed_since`: staff had taken the terminal out of service."""
        default = appearance or Appearance(lang=context.setup.languages[0])
        book = StaffBook.begun(now.wall, closed_since)
        return cls(Attract(), Session.fresh(default), now, book, last_input=now.monotonic)


Step = tuple[State, tuple[Effect, ...]]

MAX_NOTICES = 20


def stay(state: State) -> Step:
    """Nothing happens."""
    return state, ()


def go(state: State, phase: Phase, *effects: Effect) -> Step:
    """Another phase, and what is to be done for it."""
    return replace(state, phase=phase), effects


def noted(state: State, code: str) -> State:
    """The same state with a notice for staff; a notice that stands already is not repeated."""
    if any(notice.code == code for notice in state.notices):
        return state
    notices = (*state.notices, Notice(code, state.now.wall))[-MAX_NOTICES:]
    return replace(state, notices=notices)


def end_visit(state: State) -> Step:
    """Forgets the person; a card that still lies there is asked for before the next one comes."""
    now = state.now.monotonic
    phase: Phase = CardLeft(now, after_visit=True) if state.health.card_there else Attract()
    return replace(state, phase=phase, session=state.session.wipe(), last_input=now), (NewVisit(),)
