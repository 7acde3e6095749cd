"""Typing and choosing on one page of a form, and reading it for the check."""

from dataclasses import replace
from datetime import time
from decimal import Decimal
from types import MappingProxyType
from typing import assert_never

from kiosk.dialogue.forms.filling import Draft, Filling
from kiosk.services.answers import Value
from kiosk.services.dates import Day
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    ListField,
    MultiChoiceField,
    NumberField,
    TextField,
    TextKind,
    TimeField,
    YesNoField,
)
from kiosk.services.form import Code, Problem, Question, look, toggled
from kiosk.services.form.problems import problem

YES, NO = "yes", "no"
SLACK = 20
"""So many characters more than a field takes can be typed; the check then says how many are too many."""
_LENGTHS = {"day": 2, "month": 2, "year": 4, "hour": 2, "minute": 2}


def parts(field: Field) -> tuple[str, ...]:
    """Boxes that a field has on its page; none for fields that are chosen."""
    match field:
        case DateField():
            return tuple(f"{field.id}.{part}" for part in ("day", "month", "year"))
        case TimeField():
            return tuple(f"{field.id}.{part}" for part in ("hour", "minute"))
        case TextField() | NumberField():
            return (field.id,)
        case YesNoField() | ChoiceField() | MultiChoiceField() | CountryField() | ListField():
            return ()
        case _:
            assert_never(field)


def field_of(question: Question, part: str) -> Field | None:
    """The field that a box belongs to."""
    return next((field for field in question.fields if part in parts(field)), None)


def opened_now(filling: Filling, question: Question) -> Draft:
    """The draft of a page: as it was left, or made from what counts already (answers, defaults)."""
    kept = filling.drafts.get(question.id)
    if kept is not None:
        return kept
    boxes = tuple(part for field in question.fields for part in parts(field))
    asked, answers = filling.scope(question)
    values = look(asked, answers).values
    texts: dict[str, str] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    for field in question.fields:
        texts |= _texts(field, values.get(field.id))
        if not parts(field):
            stated = not isinstance(field, YesNoField) or field.id in answers
            chosen[field.id] = _chosen(values.get(field.id)) if stated else ()
    return Draft(MappingProxyType(texts), MappingProxyType(chosen), active=next(iter(boxes), ""))


def _texts(field: Field, value: Value | None) -> dict[str, str]:
    boxes = parts(field)
    match value:
        case Day(year=year, month=month, day=day):
            written = ("" if day is None else str(day), "" if month is None else str(month), str(year))
            return dict(zip(boxes, written, strict=True))
        case time():
            return dict(zip(boxes, (f"{value.hour}", f"{value.minute:02}"), strict=True))
        case Decimal():
            return {boxes[0]: f"{value:f}".rstrip("0").rstrip(".").replace(".", ",")} if boxes else {}
        case str() | int() if boxes:
            return {boxes[0]: str(value)}
        case _:
            return dict.fromkeys(boxes, "")


def _chosen(value: Value | None) -> tuple[str, ...]:
    match value:
        case bool():
            return (YES if value else NO,)
        case str():
            return (value,)
        case tuple():
            return tuple(item for item in value if isinstance(item, str))
        case _:
            return ()


def entries(draft: Draft, question: Question) -> dict[str, object]:
    """What the check takes: one entry a field, as typed or chosen; rows are answered on pages of their own."""
    return {field.id: _entry(draft, field) for field in question.fields if not isinstance(field, ListField)}


def _entry(draft: Draft, field: Field) -> object:
    match field:
        case DateField():
            return _date(field, tuple(draft.texts.get(part, "").strip() for part in parts(field)))
        case TimeField():
            hour, minute = (draft.texts.get(part, "").strip() for part in parts(field))
            return f"{hour}:{minute}" if hour or minute else ""
        case TextField() | NumberField():
            return draft.texts.get(field.id, "")
        case YesNoField():
            return draft.chosen.get(field.id, ()) == (YES,)
        case MultiChoiceField():
            return draft.chosen.get(field.id, ())
        case ChoiceField() | CountryField():
            return next(iter(draft.chosen.get(field.id, ())), "")
        case ListField():
            return None
        case _:
            assert_never(field)


def untouched(draft: Draft, question: Question) -> tuple[Problem, ...]:
    """Yes/no questions without an answer: nobody makes a statement by pressing "Weiter"."""
    return tuple(
        problem(field, Code.MISSING_CHOICE)
        for field in question.fields
        if isinstance(field, YesNoField) and not draft.chosen.get(field.id)
    )


def at_first_wrong(draft: Draft, question: Question, problems: tuple[Problem, ...]) -> Draft:
    """The caret in the first box that is wrong."""
    wrong = {each.field for each in problems}
    boxes = [part for field in question.fields if field.id in wrong for part in parts(field)]
    return replace(draft, active=boxes[0], layer=0, shift=None) if boxes else draft


def _date(field: DateField, written: tuple[str, ...]) -> str:
    """Three boxes as one date; an empty day or month of a partial date is an unknown one."""
    day, month, year = written
    if not (day or month or year):
        return ""
    if field.partial and year and not day:
        day, month = "?", month or "?"
    return f"{day}.{month}.{year}"


def typed(draft: Draft, question: Question, text: str) -> Draft:
    """One character into the active box; what does not fit there is not taken."""
    field = field_of(question, draft.active)
    before = draft.texts.get(draft.active, "")
    if field is None or len(before) + len(text) > limit(field, draft.active) or not _takes(field, text):
        return draft
    if capitals(draft, question):
        text = text.upper() if len(text.upper()) == len(text) else text
    return replace(_with(draft, before + text), shift=None)


def limit(field: Field, part: str) -> int:
    """How many characters a box takes."""
    if isinstance(field, TextField):
        return field.max_length + SLACK
    return _LENGTHS.get(part.rpartition(".")[2], 12) if "." in part else 12


def _takes(field: Field, text: str) -> bool:
    match field:
        case DateField() | TimeField():
            return text.isdecimal()
        case NumberField():
            return text.isdecimal() or text in (",", "-")
        case TextField(kind=TextKind.TEXTAREA):
            return text.isprintable() or text == "\n"
        case _:
            return text.isprintable()


def erased(draft: Draft) -> Draft:
    """The last character of the active box goes."""
    return _with(draft, draft.texts.get(draft.active, "")[:-1])


def cleared(draft: Draft) -> Draft:
    """The active box is empty again."""
    return _with(draft, "")


def _with(draft: Draft, text: str) -> Draft:
    return replace(draft, texts=MappingProxyType({**draft.texts, draft.active: text}))


def capitals(draft: Draft, question: Question) -> bool:
    """Whether the next letter is a capital: asked for, or the first one of a text, or always (plates, IBANs)."""
    field = field_of(question, draft.active)
    if not isinstance(field, TextField) or field.kind in (TextKind.EMAIL, TextKind.PHONE):
        return False
    if field.upper:
        return True
    if draft.shift is not None:
        return draft.shift
    first = draft.texts.get(draft.active, "")[-1:] in ("", "\n")
    return first and field.kind in (TextKind.TEXT, TextKind.TEXTAREA)


def next_box(draft: Draft, question: Question) -> Draft:
    """The caret in the box that follows; from the last one to the first."""
    boxes = [part for field in question.fields for part in parts(field)]
    if draft.active not in boxes:
        return draft
    return replace(draft, active=boxes[(boxes.index(draft.active) + 1) % len(boxes)], layer=0, shift=None)


def chosen(draft: Draft, field: Field, value: str) -> Draft:
    """A row was pressed: picked, or for several toggled."""
    before = draft.chosen.get(field.id, ())
    after = toggled(field, before, value) if isinstance(field, MultiChoiceField) else (value,)
    return replace(draft, chosen=MappingProxyType({**draft.chosen, field.id: after}))
