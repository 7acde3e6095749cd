"""Random people at the forms with lists and at every live one: wherever they press, nothing they said is lost, nothing
hidden is sent, and what arrives is what the service's schema asks for.

Words are put on a page as if typed (that typing works is tested elsewhere); every key is pressed through `step`.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kiosk.dialogue import phases as p
from kiosk.dialogue.capabilities import Health
from kiosk.dialogue.forms import drafting
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.pages import nodes
from kiosk.dialogue.states.identity_start import demanded
from kiosk.dialogue.states.intro import startable
from kiosk.dialogue.states.question import with_filling
from kiosk.services.dates import Day
from kiosk.services.fields import DateField, Field, ListField, MultiChoiceField, NumberField, TextField, TimeField
from kiosk.services.form import Question, look, row_prefix, schema
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.forms_by_hand import everything, filling, keys
from tests.kiosk.dialogue.visiting import Visitor
from tests.kiosk.services import shipped
from tests.kiosk.services.form.people import entry

LISTS = ("handwerkerparkausweis", "schankerlaubnis", "uebermittlungssperre", "wohngeld")
LIVE = tuple(each.id for each in shipped.catalogue().live if startable(each, Health()) and each.fields)
EXAMPLES = 100 if os.environ.get("BT_FULL") else 5
STEPS = 30
patient = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

Path = tuple[str | int, ...]
Draw = Any


def at_first_page(id_: str) -> Visitor:
    form = Filling(shipped.service(id_), samples.A_TICKET)
    if demanded(form.service):
        form = replace(form, eid_session="read before")
    state = samples.at(p.Asking(form.questions[0].id))
    return Visitor(everything(), replace(state, session=replace(state.session, filling=form)))


def at_list(id_: str, draw: Draw) -> Visitor:
    """Somebody who has rows already, on the page of the list; each page of the rows was answered."""
    form = Filling(shipped.service(id_), samples.A_TICKET)
    list_ = next(field for field in form.service.fields if isinstance(field, ListField))
    rows = draw(st.lists(st.integers(0, 99), min_size=2, max_size=4))
    asked = replace(form, answers=MappingProxyType({list_.id: tuple({} for _ in rows), "auch_kinder": True}))
    hub = next(question for question in asked.questions if question.fields[0] == list_)
    state = samples.at(p.Asking(hub.id))
    visitor = Visitor(everything(), replace(state, session=replace(state.session, filling=asked)))
    for number in range(len(rows)):
        _show(visitor, f"rows.change.{number + 1}")
        while (question := here(visitor)) is not None and question.row is not None:
            fill(visitor, question, draw)
            if draw(st.integers(0, 5)) == 0:
                press(visitor, "form.back")
            press(visitor, "form.next")
    return visitor


def here(visitor: Visitor) -> Question | None:
    """The question that stands on the glass."""
    phase = visitor.state.phase
    return filling(visitor).question(phase.question) if isinstance(phase, p.Asking) else None


def fill(visitor: Visitor, question: Question, draw: Draw) -> None:
    """Puts something that fits on every field of the page."""
    form = filling(visitor)
    draft = drafting.opened_now(form, question)
    texts, chosen = dict(draft.texts), dict(draft.chosen)
    for field in question.fields:
        if isinstance(field, ListField):
            continue
        given_ = entry(field, draw, shipped.TODAY)
        if isinstance(field, DateField | TimeField | TextField | NumberField):
            texts |= written(field, given_)
        elif isinstance(given_, bool):
            chosen[field.id] = (drafting.YES if given_ else drafting.NO,)
        elif isinstance(field, MultiChoiceField):
            chosen[field.id] = tuple(given_) if isinstance(given_, list | tuple) else ()
        else:
            chosen[field.id] = (str(given_),) if given_ else ()
    draft = replace(draft, texts=MappingProxyType(texts), chosen=MappingProxyType(chosen))
    visitor.state = with_filling(visitor.state, form.with_draft(question.id, draft))


def written(field: Field, given_: object) -> dict[str, str]:
    """What stands in the boxes of a field for an entry."""
    boxes = drafting.parts(field)
    if given_ is None or given_ == "":
        return dict.fromkeys(boxes, "")
    if isinstance(given_, Day):
        parts = ("" if given_.day is None else str(given_.day), "" if given_.month is None else str(given_.month))
        return dict(zip(boxes, (*parts, str(given_.year)), strict=True))
    if isinstance(field, DateField):
        return dict(zip(boxes, str(given_).split("."), strict=True))
    if isinstance(field, TimeField):
        return dict(zip(boxes, str(given_).split(":"), strict=True))
    return {boxes[0]: str(given_)}


def said(form: Filling) -> dict[Path, object]:
    """Everything that was answered, visible or not, by where it belongs."""
    found: dict[Path, object] = {}
    lists = {field.id for field in form.service.fields if isinstance(field, ListField)}
    for id_, value in form.answers.items():
        if id_ in lists:
            rows = value if isinstance(value, tuple) else ()
            cells = [(n, row) for n, row in enumerate(rows) if isinstance(row, Mapping)]
            found |= {(id_, n, part): cell for n, row in cells for part, cell in row.items() if cell is not None}
        elif value is not None:
            found[id_,] = value
    return found


def words(form: Filling) -> dict[str, object]:
    """Everything that stands on pages, checked or not, by page."""
    return {
        id_: ({k: v for k, v in draft.texts.items() if v}, {k: v for k, v in draft.chosen.items() if v})
        for id_, draft in form.drafts.items()
        if any(draft.texts.values()) or any(draft.chosen.values())
    }


def without(form: Filling, hub: Question, number: int) -> tuple[dict[Path, object], dict[str, object]]:
    """What there should be once a row is gone."""
    list_, rows = hub.fields[0].id, len(form.rows(hub))
    answers: dict[Path, object] = {}
    for path, value in said(form).items():
        if path[0] != list_ or not isinstance(path[1], int) or path[1] < number:
            answers[path] = value
        elif path[1] > number:
            answers[list_, path[1] - 1, path[2]] = value
    texts: dict[str, object] = {}
    for id_, value in words(form).items():
        row = next((n for n in range(rows) if id_.startswith(row_prefix(hub.id, n) + ".")), None)
        if row is None or row < number:
            texts[id_] = value
        elif row > number:
            texts[id_.replace(row_prefix(hub.id, row), row_prefix(hub.id, row - 1), 1)] = value
    return answers, texts


def press(visitor: Visitor, key: str) -> None:
    """Presses a key and proves that nothing else of the form changed than this key is for."""
    form, question, phase = filling(visitor), here(visitor), visitor.state.phase
    answers, texts = said(form), words(form)
    removing = form.drafts[question.id].removing if question is not None and question.id in form.drafts else None
    visitor.press(key)
    after = visitor.state.session.filling
    if after is None:
        return
    if question is not None and key == "rows.drop" and removing is not None:
        answers, texts = without(form, question, removing)
    elif question is not None and question.row is not None:
        hub = form.question(question.row.hub)
        if len(after.rows(hub)) < len(form.rows(hub)):  # left without a word in it
            assert not any(path[:2] == (question.row.list.id, question.row.number) for path in answers), phase
            prefix = row_prefix(hub.id, question.row.number) + "."
            assert not any(id_.startswith(prefix) for id_ in texts), phase
            answers, texts = without(form, hub, question.row.number)
    own = _paths(question)
    kept = {path: value for path, value in answers.items() if path not in own}
    assert {path: value for path, value in said(after).items() if path not in own} == kept, (phase, key)
    gone = question.id if question is not None else ""
    assert {id_: value for id_, value in words(after).items() if id_ != gone} == {
        id_: value for id_, value in texts.items() if id_ != gone
    }, (phase, key)


def _paths(question: Question | None) -> set[Path]:
    """Where the answers of a page belong."""
    if question is None:
        return set()
    if question.row is None:
        return {(field.id,) for field in question.fields}
    return {(question.row.list.id, question.row.number, field.id) for field in question.fields}


def wander(visitor: Visitor, draw: Draw) -> None:
    """A person who changes her mind."""
    for _ in range(STEPS):
        question = here(visitor)
        if question is not None and draw(st.booleans()):
            fill(visitor, question, draw)
        wanted = ("form.", "rows.", "review.", "change.", "stopped.back", "intro.start", "privacy.")
        offered = sorted(key for key in keys(visitor) if key.startswith(wanted))
        if not offered:
            return
        rows = [key for key in offered if key.startswith("rows.")]
        press(visitor, draw(st.sampled_from(offered + 2 * rows)))


def finish(visitor: Visitor, draw: Draw) -> bool:
    """Answers all that is open and sends; whether that was possible for this person."""
    for _ in range(300):
        question = here(visitor)
        form = filling(visitor)
        if question is None:
            break
        unfinished = form.unfinished(question)
        if "rows.keep" in keys(visitor):
            press(visitor, "rows.keep")
        elif unfinished and isinstance(question.fields[0], ListField):
            _show(visitor, f"rows.change.{unfinished[0] + 1}")
        elif isinstance(question.fields[0], ListField) and question.fields[0].required and not form.rows(question):
            press(visitor, "rows.add")
        else:
            if question.id not in form.visited or visitor.mistakes():
                fill(visitor, question, draw)
            press(visitor, "form.next")
    if visitor.page.id in ("stopped", "working") or here(visitor) is not None:
        return False  # or the dates that were drawn never fitted to each other: this person gives up
    while visitor.page.id == "review":
        press(visitor, "review.next")
    for node in [node.id for node in nodes(visitor.page) if node.id.startswith("consent.")]:
        visitor.press(node)
    visitor.press("confirm.send")
    return bool(visitor.sent())


def _show(visitor: Visitor, key: str) -> None:
    """Turns the pages of a list until the key is there, and presses it."""
    while key not in keys(visitor):
        press(visitor, "options.more")
    press(visitor, key)


@pytest.mark.parametrize("id_", LISTS)
@patient
@given(data=st.data())
def test_rows_keep_what_is_theirs_whatever_happens_to_others(id_: str, data: st.DataObject) -> None:
    visitor = at_list(id_, data.draw)
    wander(visitor, data.draw)


@pytest.mark.parametrize("id_", [*LISTS, *LIVE])
@patient
@given(data=st.data())
def test_nothing_is_lost_and_what_is_sent_is_what_was_asked(id_: str, data: st.DataObject) -> None:
    visitor = at_first_page(id_)
    wander(visitor, data.draw)
    if visitor.page.id in ("service.intro", "privacy", "home", "stopped", "confirm", "working", "topics"):
        visitor = at_first_page(id_)
    elif not visitor.page.id.startswith("question."):
        visitor.press(next(key for key in sorted(keys(visitor)) if key.startswith(("change.", "review.back"))))
    form = filling(visitor)
    for _ in range(3):
        if finish(visitor, data.draw) or here(visitor) is None:
            break
    if not visitor.sent():
        return
    form = filling(visitor)
    payload = visitor.sent()[0].payload
    errors = list(Draft202012Validator(schema(form.service)).iter_errors(payload))
    assert errors == [], errors[0].message
    view = look(form.service.fields, form.answers)
    answers = payload["answers"]
    assert isinstance(answers, dict)
    assert set(answers) == set(view.values)
    for field in view.fields:
        if isinstance(field, ListField) and field.id in answers:
            rows, sent = view.values[field.id], answers[field.id]
            assert isinstance(rows, tuple)
            assert isinstance(sent, list)
            assert [set(row) for row in sent if isinstance(row, dict)] == [set(row) for row in rows]
