"""One form that somebody fills in. Personal: it lives in the session, no repr shows it, and it goes with the wipe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from kiosk.services.answers import NOTHING, Answers, Row, Value
from kiosk.services.fields import Field, ListField
from kiosk.services.form import Problem, Question, questions, row_questions, rows_in
from kiosk.services.model import Service, Step


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands on one page of a form, not yet checked.

    Args:
        texts: by part; a date has three parts ("wurfdatum.day", ".month", ".year"), a time two, others one.
        chosen: values picked, by field.
        active: part that has the caret, empty on pages to choose.
        shift: capitals for the next letter; None: as it fits (the first letter of a text).
        layer: page of the keyboard, 0 for the letters.
        options_page: page of a long list of options, or of the rows of a list; -1 the last one.
        query: what is searched for among many options.
        listing: all that fits the search is shown, in place of the keyboard.
        removing: row that is to be removed if the person says so once more.
        problems: what is wrong; said on top and at the field.
        warnings: what may be wrong; said once, then the person goes on.
        message: key of a text that says what went wrong elsewhere (unknown case number).
    """

    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    active: str = ""
    shift: bool | None = None
    layer: int = 0
    options_page: int = 0
    query: str = field(default="", repr=False)
    listing: bool = False
    removing: int | None = None
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    warnings: tuple[Problem, ...] = field(default=(), repr=False)
    message: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """A form under way.

    Args:
        service: with the options of the portal put in.
        key: idempotency key of the application, made when the form was opened.
        answers: what was checked page by page.
        drafts: what stands on each page that was opened, by question.
        visited: questions that were answered and checked.
        consents: declarations that were made.
        eid_session: the portal's id of the reading of the ID card, empty while there was none.
        card: fields that the card answered, and how; what stands here is not asked any more (`prefilling`).
        typed_instead: the person goes on without the card, where that is allowed.
    """

    service: Service
    key: UUID
    answers: Answers = field(default_factory=lambda: NOTHING, repr=False)
    drafts: Mapping[str, Draft] = field(default_factory=dict, repr=False)
    visited: frozenset[str] = frozenset()
    consents: frozenset[str] = frozenset()
    eid_session: str = field(default="", repr=False)
    card: Mapping[str, Value] = field(default_factory=dict, repr=False)
    typed_instead: bool = False
    every: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    """Pages of the form with these answers, worked out once: a page asks for them a dozen times."""
    questions: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    """The same without what the card has answered: what is asked."""

    def __post_init__(self) -> None:
        every = questions(self.service, self.answers)
        object.__setattr__(self, "every", every)
        object.__setattr__(self, "questions", tuple(_asked(every, self.locked)) or every)

    @property
    def locked(self) -> frozenset[str]:
        """Fields that the card answered and that are not asked: those that the file does not let people change."""
        asked = {each.id for each in self.service.fields if each.prefill_change}
        return frozenset(id_ for id_ in self.card if id_ not in asked)

    def from_card(self) -> tuple[str, ...]:
        """Fields that are answered as the card has it, in the order of the form."""
        return tuple(
            each.id
            for each in self.service.fields
            if each.id in self.card and self.answers.get(each.id) == self.card[each.id]
        )

    def question(self, id_: str) -> Question:
        """The page with this id, of the form or of a row; the first one if it is not asked any more."""
        found = next((each for each in self.questions if each.id == id_), None)
        return found or self._row_question(id_) or self.questions[0]

    def _row_question(self, id_: str) -> Question | None:
        """A page of a row, by its id: that of the list's page, the number of the row from 1, and a last part."""
        hub = next((each for each in self.questions if id_.startswith(f"{each.id}.")), None)
        number = id_.removeprefix(f"{hub.id}.").partition(".")[0] if hub is not None else ""
        if hub is None or not number.isdecimal() or not 1 <= int(number) <= len(self.rows(hub)):
            return None
        return next((each for each in self.row_pages(hub, int(number) - 1) if each.id == id_), None)

    def rows(self, hub: Question) -> tuple[Row, ...]:
        """The rows of the list that a page is about, none for other pages."""
        list_ = hub.fields[0]
        return rows_in(list_, self.answers) if isinstance(list_, ListField) else ()

    def row_pages(self, hub: Question, number: int) -> tuple[Question, ...]:
        """The pages of a row, with what was answered in it."""
        return row_questions(hub, number, self.rows(hub)[number])

    def unfinished(self, hub: Question) -> tuple[int, ...]:
        """Rows of which not every page was answered."""
        numbers = range(len(self.rows(hub)))
        return tuple(n for n in numbers if any(page.id not in self.visited for page in self.row_pages(hub, n)))

    def scope(self, question: Question) -> tuple[tuple[Field, ...], Answers]:
        """What a page stands among: the form and its answers, or the fields of a row and the row."""
        if question.row is None:
            return self.service.fields, self.answers
        return question.row.list.fields, rows_in(question.row.list, self.answers)[question.row.number]

    def _around(self, question: str) -> tuple[Question, ...]:
        """Pages among which one has its place: those of its row, or those of the form."""
        here = self.question(question)
        if here.row is None:
            return self.questions
        return self.row_pages(self.question(here.row.hub), here.row.number)

    def with_draft(self, question: str, draft: Draft) -> "Filling":
        """The same form with another draft of one page."""
        return replace(self, drafts=MappingProxyType({**self.drafts, question: draft}))

    def after(self, question: str) -> Question | None:
        """The page that follows, None after the last one (of the form, or of a row)."""
        asked = self._around(question)
        places = [number for number, each in enumerate(asked) if each.id == question]
        return asked[places[0] + 1] if places and places[0] + 1 < len(asked) else None

    def before(self, question: str) -> Question | None:
        """The page before, None before the first one (of the form, or of a row)."""
        asked = self._around(question)
        places = [number for number, each in enumerate(asked) if each.id == question]
        return asked[places[0] - 1] if places and places[0] > 0 else None

    def open_question(self) -> Question | None:
        """The first page that was never answered, or has a row that was not; None if all were."""
        return next((each for each in self.questions if each.id not in self.visited or self.unfinished(each)), None)

    def steps(self) -> tuple[Step, ...]:
        """Steps that ask something with these answers."""
        asked = {each.step for each in self.every}
        return tuple(step for step in self.service.steps if step.id in asked)


def _asked(every: tuple[Question, ...], locked: frozenset[str]) -> Iterator[Question]:
    """Pages with the fields that are still asked; a page with none is no page."""
    for question in every:
        left = tuple(each for each in question.fields if each.id not in locked)
        if left:
            yield question if len(left) == len(question.fields) else replace(question, fields=left)


def today(wall: date) -> date:
    """The terminal's date as the form engine wants it (a datetime is a date, but compares differently)."""
    return date(wall.year, wall.month, wall.day)
