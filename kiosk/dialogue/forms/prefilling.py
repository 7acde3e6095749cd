"""What the ID card said becomes answers: prefilled, marked, and not asked any more.

What is not on the card, was kept back, or does not fit its field is asked as usual. A value that breaks a rule of the
form (somebody too young, a limit of the field) stands there but is asked as well, so that the person reads why.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.identity_attempt import PREFIX
from kiosk.services.answers import with_answers
from kiosk.services.fields import Field
from kiosk.services.form import check_form, prefilled, visible


def identified(filling: Filling, session: str, released: Mapping[str, str], today: date) -> Filling:
    """The form after the card was read.

    Args:
        session: the portal's id of the reading.
        released: what the portal gave, by prefill name, as the card writes it.
        today: the terminal's date.
    """
    values = prefilled(filling.service, {name.removeprefix(PREFIX): value for name, value in released.items()})
    answers = with_answers(filling.answers, values)
    wrong = {found.field for found in check_form(filling.service, answers, today)}
    stands = {id_: value for id_, value in values.items() if id_ not in wrong}
    touched = {question.id for question in filling.every if any(field.id in values for field in question.fields)}
    drafts = {id_: draft for id_, draft in filling.drafts.items() if id_ not in touched}
    return replace(
        filling,
        answers=answers,
        drafts=MappingProxyType(drafts),
        visited=filling.visited - touched,
        eid_session=session,
        card=MappingProxyType(stands),
        typed_instead=False,
    )


def unlocked(filling: Filling, field: str) -> Filling:
    """The form with one answer of the card that turned out not to fit the others: it is asked after all."""
    return replace(filling, card=MappingProxyType({id_: each for id_, each in filling.card.items() if id_ != field}))


def known(filling: Filling) -> tuple[Field, ...]:
    """Fields that the card answered and that count, in the order of the form."""
    given = filling.from_card()
    return tuple(field for field in visible(filling.service, filling.answers) if field.id in given)
