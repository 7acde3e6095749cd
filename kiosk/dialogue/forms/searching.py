"""Choosing from many options: a search field narrows the list, or all that fits is shown page by page.

A page searches if it asks for one of `SEARCHED_FROM` options or more. Several answers at once are paged, not searched:
what is chosen must stay in sight.
"""

from dataclasses import replace

from kiosk.dialogue.forms import keyboard
from kiosk.dialogue.forms.filling import Draft
from kiosk.services.choosing import SEARCHED_FROM, matching
from kiosk.services.fields import ChoiceField, CountryField, Option
from kiosk.services.form import Question

SEARCH, ALL = "search", "options.all"
LONGEST = 40


def searched(question: Question) -> tuple[Option, ...]:
    """The options of a page that searches, none for other pages."""
    match question.fields[0]:
        case ChoiceField(options=tuple() as options) | CountryField(options=options) if len(options) >= SEARCHED_FROM:
            return options
        case _:
            return ()


def hits(question: Question, draft: Draft, lang: str) -> tuple[Option, ...]:
    """What fits the search; while nothing is searched for, the chosen answer comes first."""
    found = matching(searched(question), draft.query, lang)
    if draft.query.strip():
        return found
    picked = draft.chosen.get(question.fields[0].id, ())
    return (*(each for each in found if each.value in picked), *(each for each in found if each.value not in picked))


def pressed(draft: Draft, node: str) -> Draft | None:
    """A key of the search was pressed; None if it is none of its keys."""
    match node:
        case "keyboard.delete":
            return erased(draft)
        case "options.all":
            return replace(draft, listing=True, options_page=0)
        case "field.search":
            return replace(draft, listing=False, options_page=0)
    sign = keyboard.sign_of(node)
    return written(draft, sign) if sign else None


def written(draft: Draft, sign: str) -> Draft:
    """One more character is searched for."""
    return replace(draft, query=(draft.query + sign)[:LONGEST], options_page=0)


def erased(draft: Draft) -> Draft:
    """The last character is gone."""
    return replace(draft, query=draft.query[:-1], options_page=0)
