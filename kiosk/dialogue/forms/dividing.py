"""A question with several fields in parts: where text is large or keys lie low, one field a page.

Which parts there are depends on the way of seeing alone; which one is shown follows from the caret. Answers, drafts and
checks stay those of the whole question, so that turning large text on or off in the middle loses nothing.
"""

from dataclasses import replace

from kiosk.dialogue.forms import drafting
from kiosk.dialogue.forms.filling import Draft, Filling
from kiosk.dialogue.pages import Appearance
from kiosk.dialogue.room import cramped
from kiosk.services.fields import Field, TextField, TextKind
from kiosk.services.form import Question

Group = tuple[Field, ...]


def groups(question: Question) -> tuple[Group, ...]:
    """Written fields that stand in one row: postcode and town, as on an envelope, all others alone."""
    written = [field for field in question.fields if drafting.parts(field)]
    found: list[Group] = []
    while written:
        field = written.pop(0)
        if _is_postcode(field) and written and isinstance(written[0], TextField):
            found.append((field, written.pop(0)))
        else:
            found.append((field,))
    return tuple(found)


def _is_postcode(field: Field) -> bool:
    return isinstance(field, TextField) and field.kind is TextKind.POSTCODE


def part_number(question: Question, draft: Draft, look: Appearance) -> int:
    """Which part is shown, 0 where the question is not divided."""
    if not cramped(look):
        return 0
    active = drafting.field_of(question, draft.active)
    return next((number for number, group in enumerate(groups(question)) if active in group), 0)


def part_of(question: Question, draft: Draft, look: Appearance) -> Question:
    """The question with the fields of the part that is shown."""
    parts = groups(question)
    if not cramped(look) or len(parts) < 2:
        return question
    return replace(question, fields=parts[part_number(question, draft, look)])


def turned(question: Question, draft: Draft, look: Appearance, by: int) -> Draft | None:
    """The draft with the caret in the part before (-1) or after (+1); None where there is none."""
    parts = groups(question)
    number = part_number(question, draft, look) + by
    if not cramped(look) or not 0 <= number < len(parts):
        return None
    return replace(draft, active=drafting.parts(parts[number][0])[0], layer=0, shift=None)


def from_the_start(filling: Filling, question: Question) -> Filling:
    """The form with the caret of this question in its first box: it is opened anew, not turned back to."""
    draft = filling.drafts.get(question.id)
    if draft is None or not draft.active:
        return filling
    first = drafting.parts(groups(question)[0][0])[0]
    return filling.with_draft(question.id, replace(draft, active=first, layer=0, shift=None))
