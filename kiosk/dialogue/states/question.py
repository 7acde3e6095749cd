"""One question of a form: typing, choosing, checking, and on to the next one."""

from dataclasses import replace

from kiosk.dialogue.effects import QueryStatus
from kiosk.dialogue.events import Erased, Event, Pressed, Typed
from kiosk.dialogue.forms import dividing, drafting, keyboard, list_rows, searching
from kiosk.dialogue.forms.filling import Draft, Filling, today
from kiosk.dialogue.forms.reviewing import page_of
from kiosk.dialogue.phases import Asking, Intro, Reviewing, StatusLoading, Stopped
from kiosk.dialogue.room import review_rows
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.paused import status_query
from kiosk.services.form import Question, RowPlace, stop_after
from kiosk.services.model import Kind

FIELD_PREFIX = "field."
CHOICE_PREFIX = "choice."
CODE = "zugangscode"
"""Field of the status query that holds the access code."""


def on_event(_context: Context, state: State, phase: Asking, event: Event) -> Step:
    """Everything that can be done on the page of a question."""
    filling = state.session.filling
    assert filling is not None  # noqa: S101 -- this phase begins with a form and ends before it is wiped
    question = filling.question(phase.question)
    draft = drafting.opened_now(filling, question)
    match event:
        case Pressed(node="form.next"):
            return _next(state, phase, filling, question, draft)
        case Pressed(node="form.back"):
            return _back(state, phase, filling, question, draft)
        case Pressed(node=node) if (list_ := list_rows.list_of(question)) is not None:
            filling, page = list_rows.pressed(filling, question, list_, draft, node)
            return go(with_filling(state, filling), replace(phase, question=page))
        case Pressed(node=node):
            shown = dividing.part_of(question, draft, state.session.appearance)
            return _keep(state, filling, question, _pressed(draft, shown, node))
        case Typed(text=sign) if searching.searched(question):
            return _keep(state, filling, question, searching.written(draft, sign))
        case Erased() if searching.searched(question):
            return _keep(state, filling, question, searching.erased(draft))
        case Typed(text=sign):
            return _keep(state, filling, question, drafting.typed(draft, question, sign))
        case Erased():
            return _keep(state, filling, question, drafting.erased(draft))
        case _:
            return stay(state)


def _keep(state: State, filling: Filling, question: Question, draft: Draft) -> Step:
    return stay(with_filling(state, filling.with_draft(question.id, draft)))


def with_filling(state: State, filling: Filling) -> State:
    """The same state with another state of the form."""
    return replace(state, session=replace(state.session, filling=filling))


def _pressed(draft: Draft, question: Question, node: str) -> Draft:
    if searching.searched(question) and (found := searching.pressed(draft, node)) is not None:
        return found
    match node:
        case "keyboard.shift":
            return replace(draft, shift=not drafting.capitals(draft, question))
        case "keyboard.more":
            return replace(draft, layer=keyboard.next_layer(draft.layer))
        case "keyboard.delete" | "pad.delete":
            return drafting.erased(draft)
        case "pad.clear":
            return drafting.cleared(draft)
        case "pad.next":
            return drafting.next_box(draft, question)
        case "options.more":
            return replace(draft, options_page=draft.options_page + 1)
    if node.startswith(FIELD_PREFIX):
        return replace(draft, active=node.removeprefix(FIELD_PREFIX), layer=0, shift=None)
    if node.startswith(CHOICE_PREFIX):
        field_id, _, value = node.removeprefix(CHOICE_PREFIX).partition(".")
        field = next((each for each in question.fields if each.id == field_id), None)
        return draft if field is None else drafting.chosen(draft, field, value)
    sign = keyboard.sign_of(node)
    return drafting.typed(draft, question, sign) if sign else draft


def _next(state: State, phase: Asking, filling: Filling, question: Question, draft: Draft) -> Step:
    """Checks the page. Mistakes stay here, a warning is said once, a stop ends the form, otherwise on.

    Of a divided question each part is checked when it is left, and all of it at its end.
    """
    day = today(state.now.wall.date())
    look = state.session.appearance
    further = dividing.turned(question, draft, look, +1)
    whole, question = question, question if further is None else dividing.part_of(question, draft, look)
    entries = drafting.entries(draft, question)
    if filling.service.kind is Kind.STATUS_QUERY:  # copied from a slip: spaces and hyphens do not count
        entries = {name: _plain(name, entry) for name, entry in entries.items()}
    checked = list_rows.checked(filling, question, entries, day)
    open_ = tuple(list_rows.open_rows(filling, question))
    problems = (*drafting.untouched(draft, question), *(open_ or checked.problems))
    if problems:
        wrong = drafting.at_first_wrong(draft, question, problems)
        return _keep(state, filling, whole, replace(wrong, problems=problems, warnings=(), message=""))
    if checked.warnings and not draft.warnings:
        return _keep(state, filling, whole, replace(draft, problems=(), warnings=checked.warnings))
    if further is not None:
        return _keep(state, filling, whole, replace(further, problems=(), warnings=(), message=""))
    clean = replace(draft, problems=(), warnings=(), message="")
    filling = replace(
        filling.with_draft(question.id, clean),
        answers=checked.answers,
        visited=filling.visited | {question.id},
    )
    state = with_filling(state, filling)
    if filling.service.kind is Kind.STATUS_QUERY and filling.after(question.id) is None:
        loading = StatusLoading(question.id, state.now.fresh, since=state.now.monotonic)
        return go(state, loading, QueryStatus(loading.request, status_query(state)))
    return _on(state, phase, filling, question)


def _plain(name: str, entry: object) -> object:
    text = str(entry).replace(" ", "")
    return text.replace("-", "") if name == CODE else text


def _on(state: State, phase: Asking, filling: Filling, question: Question) -> Step:
    if question.row is not None:
        return _in_row(state, phase, filling, filling.after(question.id), question.row)
    following = filling.open_question() if phase.review else filling.after(question.id)
    if following is None or following.step != question.step:
        stop = stop_after(filling.service, filling.answers, question.step)
        if stop is not None:
            return go(state, Stopped(question.step, question.id))
    if following is None:
        return go(state, _review(state, filling, question) if phase.review else Reviewing())
    state = with_filling(state, dividing.from_the_start(filling, following))
    return go(state, Asking(following.id, review=phase.review))


def _in_row(state: State, phase: Asking, filling: Filling, other: Question | None, place: RowPlace) -> Step:
    """Another page of the same row, or out of the row to the page of its list."""
    filling = list_rows.left(filling, place) if other is None else dividing.from_the_start(filling, other)
    return go(with_filling(state, filling), replace(phase, question=place.hub if other is None else other.id))


def _review(state: State, filling: Filling, question: Question) -> Reviewing:
    """The page of the review that the person came from."""
    return Reviewing(page_of(filling, review_rows(state.session.appearance), question.id))


def _back(state: State, phase: Asking, filling: Filling, question: Question, draft: Draft) -> Step:
    """Nothing is lost: the page keeps what stands on it, checked or not."""
    clean = replace(draft, problems=(), warnings=(), message="")
    part_before = dividing.turned(question, clean, state.session.appearance, -1)
    state = with_filling(state, filling.with_draft(question.id, part_before or clean))
    if part_before is not None:
        return stay(state)
    if question.row is not None:
        filling = filling.with_draft(question.id, clean)
        return _in_row(state, phase, filling, filling.before(question.id), question.row)
    if phase.review:
        return go(state, _review(state, filling, question))
    before = filling.before(question.id)
    return go(state, Intro(filling.service.id) if before is None else Asking(before.id))
