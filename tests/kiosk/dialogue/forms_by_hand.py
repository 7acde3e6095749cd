"""Somebody who opens any shipped service, live or not, on any of its pages. For tests of forms."""

from dataclasses import replace
from functools import cache

from kiosk.dialogue import phases as p
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.pages import nodes
from kiosk.dialogue.state import Context
from kiosk.services.answers import Answers
from kiosk.services.search import search_index
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.visiting import Visitor
from tests.kiosk.services import shipped


@cache
def everything() -> Context:
    """A terminal that offers every service of the repository."""
    catalogue = shipped.catalogue()
    return replace(samples.context(), catalogue=catalogue, index=search_index(catalogue.services.values()))


def opened(service: str, question: str, answers: Answers | None = None) -> Visitor:
    """Somebody who stands at a question, with answers given before."""
    form = Filling(shipped.service(service), samples.A_TICKET, answers or {})
    assert any(each.id == question for each in form.questions), [each.id for each in form.questions]
    state = samples.at(p.Asking(question))
    return Visitor(everything(), replace(state, session=replace(state.session, filling=form)))


def filling(visitor: Visitor) -> Filling:
    found = visitor.state.session.filling
    assert found is not None
    return found


def keys(visitor: Visitor) -> set[str]:
    """What can be pressed on the page."""
    return {node.id for node in nodes(visitor.page) if node.pressable}


def person(visitor: Visitor, name: str, day: str, month: str, year: str) -> Visitor:
    """Fills in one row of the list of persons of the housing benefit, from its first page."""
    visitor.write(name).press("form.next")
    for number, part in enumerate((day, month, year)):
        visitor.press(*(() if number == 0 else ("pad.next",))).write(part)
    visitor.press("form.next", "choice.verhaeltnis.kind", "form.next")
    return visitor.write("450").press("form.next")
