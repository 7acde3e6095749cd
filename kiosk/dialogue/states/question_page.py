"""The page of a question: progress, mistakes on top, the question, fields or rows, keyboard or pad."""

import re
from dataclasses import replace

from kiosk.dialogue.form_blocks import Fields
from kiosk.dialogue.forms import dividing, drafting, keyboard, list_rows
from kiosk.dialogue.forms.filling import Draft, Filling
from kiosk.dialogue.forms.sayings import in_words, sentence
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Mark, Node, Role, Tone
from kiosk.dialogue.pages import (
    Appearance,
    Block,
    Choices,
    Heading,
    KeyRow,
    Nav,
    NavSplit,
    Notes,
    Page,
    Paragraph,
    Spring,
)
from kiosk.dialogue.phases import Asking
from kiosk.dialogue.room import large, rows
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.states import question_rows, question_search
from kiosk.dialogue.states.question import CHOICE_PREFIX, FIELD_PREFIX
from kiosk.dialogue.states.question_progress import progress, summary
from kiosk.services.fields import (
    ChoiceField,
    CountryField,
    DateField,
    Field,
    MultiChoiceField,
    NumberField,
    NumberKind,
    Option,
    TextField,
    TextKind,
    TimeField,
    YesNoField,
)
from kiosk.services.form import Question, option_pages
from kiosk.services.model import Kind
from kiosk.texts import Wording

_DATE_WIDTHS = (42.0, 42.0, 62.0)
_TIME_WIDTHS = (42.0, 42.0)
_VOLUNTARY = re.compile("freiwillig|voluntary", re.IGNORECASE)
_TOWN_WIDTHS = (69.0, 190.0)


def page(context: Context, state: State, phase: Asking) -> Page:
    """14, 14b, 14c, 15."""
    w = wording(context, state)
    filling = state.session.filling
    assert filling is not None  # noqa: S101 -- see `question.on_event`
    question = filling.question(phase.question)
    draft = drafting.opened_now(filling, question)
    list_ = list_rows.list_of(question)
    if list_ is not None:
        return question_rows.page(context, state, question_rows.Listed(filling, question, list_, draft))
    look = state.session.appearance
    shown = dividing.part_of(question, draft, look)
    found = question_search.found(w, question, draft, look)
    tray, focus = _tray(w, shown, draft, look) if found is None else (found.tray, found.focus)
    last = filling.after(question.id) is None and dividing.turned(question, draft, look, +1) is None
    last_of_query = filling.service.kind is Kind.STATUS_QUERY and last
    return Page(
        id=f"question.{question.id}",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=progress(w, filling, question.step),
        content=(
            *summary(w, shown, draft),
            *_warnings(w, draft),
            Heading(heading("form.question", question.title.say(w.lang)), _lead(w, filling, question, shown, draft)),
            *(_fields(w, shown, draft, label=_labelled(filling, question)) if found is None else found.content),
            *_room_left(w, shown, draft),
        ),
        tray=tray,
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("form.back", w("key.back"), icon="back"),
            primary=button("form.next", w("status.ask") if last_of_query else w("key.next"), icon="forward"),
            icon_after=True,
        ),
        focus=focus,
        part=draft.options_page + dividing.part_number(question, draft, look),
    )


def _lead(w: Wording, filling: Filling, question: Question, shown: Question, draft: Draft) -> Node | None:
    """The hint: what helps with the fields that are shown, an example, or that it is voluntary."""
    hints = [field.help.say(w.lang) for field in shown.fields if field.help is not None]
    only = question.fields[0] if len(question.fields) == 1 else None
    if isinstance(only, TextField) and only.example and not hints and not _digits_only(only):
        hints.append(w("form.example", example=only.example))
    if isinstance(only, MultiChoiceField):
        chosen = len(draft.chosen.get(only.id, ()))
        hints.append(w.count("form.chosen", chosen) if chosen else w("form.several"))
    said = any(_VOLUNTARY.search(hint) for hint in hints)
    if only is not None and not only.required and not isinstance(only, YesNoField) and not said:
        hints.append(w("form.voluntary"))
    if (hint := question_search.hint(w, question, draft)) is not None:
        hints.append(hint)
    if question.row is not None:
        hints.insert(0, question_rows.place_in_words(w, filling, question, question.row))
    if (given := _from_card(w, filling, question)) is not None:
        hints.insert(0, given)
    if question.about is not None:
        hints.insert(0, f"**{question.about.say(w.lang)}**")
    return replace(text("form.hint", " ".join(dict.fromkeys(hints))), private=given is not None) if hints else None


def _labelled(filling: Filling, question: Question) -> bool:
    """Whether fields need names of their own: the question does not name the only one that the card left open."""
    return len(question.fields) > 1 or _from_card_of(filling, question) != ()


def _from_card_of(filling: Filling, question: Question) -> tuple[Field, ...]:
    """Fields of a page that the card has answered."""
    whole = next((each for each in filling.every if each.id == question.id), question)
    return tuple(each for each in whole.fields if each.id in filling.locked)


def _from_card(w: Wording, filling: Filling, question: Question) -> str | None:
    """What the card has answered on this page, as it stands there."""
    given = _from_card_of(filling, question)
    values = [in_words(w, each, filling.answers.get(each.id)) for each in given]
    return w("form.from_card", values=", ".join(values)) if values else None


def _warnings(w: Wording, draft: Draft) -> tuple[Block, ...]:
    notes = tuple(
        text(f"form.warning.{number}", sentence(w, problem), w("form.warning"), icon="warning")
        for number, problem in enumerate(draft.warnings, 1)
    )
    return tuple(Notes((note,), Tone.WARN) for note in notes)


# --- Fields ---


def _fields(w: Wording, shown: Question, draft: Draft, *, label: bool) -> tuple[Block, ...]:
    """One block a field; postcode and town stand side by side, as on an envelope."""
    blocks: list[Block] = []
    for group in dividing.groups(shown):
        match group:
            case (field,):
                blocks.append(_field(w, field, draft, label=label))
            case (code, town):
                blocks.append(_side_by_side(w, (code, town), draft))
    return tuple(blocks)


def _side_by_side(w: Wording, fields: tuple[Field, Field], draft: Draft) -> Fields:
    left, right = (_field(w, field, draft, label=True) for field in fields)
    error = left.error or right.error
    if left.error is not None and right.error is not None:  # one bar for both, each in its own words
        error = replace(left.error, name=f"{left.error.name} {right.error.name}")
    return Fields((*left.fields, *right.fields), widths_mm=_TOWN_WIDTHS, error=error)


def _field(w: Wording, field: Field, draft: Draft, *, label: bool) -> Fields:
    wrong = next((problem for problem in draft.problems if problem.field == field.id), None)
    error = text(f"error.{field.id}", sentence(w, wrong), icon="error") if wrong is not None else None
    match field:
        case DateField() | TimeField():
            names = [w(f"date.{part.rpartition('.')[2]}") for part in drafting.parts(field)]
            widths = _DATE_WIDTHS if isinstance(field, DateField) else _TIME_WIDTHS
            boxes = zip(drafting.parts(field), names, strict=True)
            nodes = tuple(_box(part, name, draft, failed=wrong is not None) for part, name in boxes)
            return Fields(nodes, widths_mm=widths, error=error)
        case _:
            name = field.label.say(w.lang)
            shown = name if field.required or not label else w("form.label_voluntary", label=name)
            box = _box(field.id, shown, draft, failed=wrong is not None)
            long = _long(field)
            box = replace(box, hint=w("form.only_end")) if long else box
            return Fields((box,), labels=label, lines=5 if long else 1, error=error)


def _long(field: Field) -> bool:
    return isinstance(field, TextField) and field.kind is TextKind.TEXTAREA


def _room_left(w: Wording, shown: Question, draft: Draft) -> tuple[Block, ...]:
    """Under a long text: how much more may be written, or how much is too much."""
    only = shown.fields[0]
    if not isinstance(only, TextField) or not _long(only):
        return ()
    left = only.max_length - len(draft.texts.get(only.id, "").strip())
    words = w.count("form.left", left) if left >= 0 else w.count("form.over", -left)
    return (Paragraph(text("form.left", words), quiet=True),)


def _box(part: str, name: str, draft: Draft, *, failed: bool) -> Node:
    marks = {Mark.ACTIVE} if part == draft.active else set()
    marks |= {Mark.FAILED} if failed else set()
    return Node(
        id=FIELD_PREFIX + part,
        role=Role.FIELD,
        name=name,
        value=draft.texts.get(part, ""),
        marks=frozenset(marks),
        private=True,
    )


# --- Tray ---


def _tray(w: Wording, question: Question, draft: Draft, look: Appearance) -> tuple[tuple[Block, ...], str]:
    """What is pressed on this page, and where the focus begins."""
    active = drafting.field_of(question, draft.active)
    if active is None:
        return _choices(w, question.fields[0], draft, rows(look))
    focus = FIELD_PREFIX + draft.active
    if _digits_only(active):
        boxes = sum(len(drafting.parts(field)) for field in question.fields)
        phone = isinstance(active, TextField) and active.kind is TextKind.PHONE
        comma = isinstance(active, NumberField) and active.kind is not NumberKind.INT
        return (keyboard.number_pad(w, _note(w, active), more_boxes=boxes > 1, comma=comma, plus=phone),), focus
    email = isinstance(active, TextField) and active.kind is TextKind.EMAIL
    capitals = drafting.capitals(draft, question)
    newline = w("keyboard.newline_short" if large(look) else "keyboard.newline") if _long(active) else ""
    return (keyboard.keyboard(w, layer=draft.layer, capitals=capitals, email=email, newline=newline),), focus


def _digits_only(field: Field) -> bool:
    match field:
        case DateField() | TimeField() | NumberField():
            return True
        case TextField(kind=TextKind.POSTCODE | TextKind.PHONE):
            return True
        case TextField(pattern=pattern):
            return pattern is not None and pattern.startswith(r"\d") and "[" not in pattern
        case _:
            return False


def _note(w: Wording, field: Field) -> Node | None:
    """What helps to type it: beside the pad there is always room for a sentence."""
    match field:
        case DateField(partial=True, prefill=None):
            return text("pad.note", w("pad.partial"), w("pad.partial.text"), icon="calendar")
        case DateField():
            return text("pad.note", w("pad.example"), w("pad.date"), icon="calendar")
        case TimeField():
            return text("pad.note", w("pad.example"), w("pad.time"), icon="clock")
        case TextField(example=str() as example) if example:
            return text("pad.note", w("pad.example"), example, icon="info")
        case TextField(kind=TextKind.PHONE):
            return text("pad.note", w("pad.phone"), w("pad.phone.text"), icon="phone")
        case TextField(kind=TextKind.POSTCODE):
            return text("pad.note", w("pad.postcode"), icon="pin")
        case NumberField(kind=NumberKind.MONEY):
            return text("pad.note", w("pad.money"), w("pad.money.text"), icon="euro")
        case _:
            return text("pad.note", w("pad.digits"), icon="info")


def _choices(w: Wording, field: Field, draft: Draft, room: int) -> tuple[tuple[Block, ...], str]:
    picked = draft.chosen.get(field.id, ())
    options = _options(w, field)
    pages = option_pages(options, room - 1) if len(options) > room else (options,)  # one key leads to the next page
    number = draft.options_page % len(pages)
    role = Role.CHECKBOX if isinstance(field, MultiChoiceField) else Role.RADIO
    shown = tuple(
        Node(
            id=f"{CHOICE_PREFIX}{field.id}.{value}",
            role=role,
            name=label,
            value=help_,
            marks=frozenset({Mark.SELECTED}) if value in picked else frozenset[Mark](),
            private=True,
        )
        for value, label, help_ in pages[number]
    )
    blocks: tuple[Block, ...] = (Choices(shown),)
    if len(pages) > 1:
        more = button("options.more", w("key.more_of", page=number + 1, pages=len(pages)), icon="down")
        blocks = (*blocks, KeyRow((more,), columns=1))
    return blocks, shown[0].id if shown else "form.next"


def _options(w: Wording, field: Field) -> tuple[tuple[str, str, str], ...]:
    """Value, label and help of each row."""
    match field:
        case YesNoField():
            return ((drafting.YES, w("answer.yes"), ""), (drafting.NO, w("answer.no"), ""))
        case ChoiceField(options=tuple() as options) | MultiChoiceField(options=tuple() as options):
            return tuple(_row(w, option) for option in options)
        case CountryField(options=options):
            return tuple(_row(w, option) for option in options)
        case _:
            return ()


def _row(w: Wording, option: Option) -> tuple[str, str, str]:
    return option.value, option.label.say(w.lang), option.help.say(w.lang) if option.help is not None else ""
