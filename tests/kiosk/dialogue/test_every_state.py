"""Every phase × every event: nothing breaks, every page is whole, nobody is left without a way on."""

from dataclasses import replace
from itertools import cycle
from typing import get_args

import pytest

from kiosk.dialogue import identity_phases as i
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.events import Event, Pressed, Tick
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import Mark, Page, Role, focus_order, is_secret, nodes
from kiosk.dialogue.state import Context
from tests.kiosk.dialogue import samples


@pytest.fixture(scope="module")
def context() -> Context:
    return samples.context()


def ids() -> list[str]:
    return [f"{number}-{type(phase).__name__}" for number, phase in enumerate(samples.PHASES)]


def test_samples_have_every_phase_and_every_event() -> None:
    union = {*get_args(p.Ground), p.Language, p.Help, p.About, p.Settings, p.Leaving, p.TimeWarning}
    assert {type(phase) for phase in samples.PHASES} == union
    assert {type(event) for event in samples.events("x", ())} == set(get_args(Event))


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("phase", samples.PHASES, ids=ids())
def test_every_page_is_whole(context: Context, phase: p.Phase, lang: str) -> None:
    state = samples.at(phase)
    appearance = replace(state.session.appearance, lang=lang)
    state = replace(state, session=replace(state.session, appearance=appearance))
    assert_whole(view(context, state))


@pytest.mark.parametrize("phase", samples.PHASES, ids=ids())
def test_every_event_leads_to_a_whole_page(context: Context, phase: p.Phase) -> None:
    state = samples.at(phase)
    page = view(context, state)
    # At once, when patience is over, and when every deadline is: each event at one of them, a tick at all.
    seconds = cycle((1.0, 100.0, 4000.0))
    for event in (*samples.events(page.id, focus_order(page)), Tick(), Tick()):
        after, effects = step(context, state, event, samples.stamp(next(seconds)))
        assert_whole(view(context, after))
        assert all(type(effect).__module__ == "kiosk.dialogue.effects" for effect in effects)


@pytest.mark.parametrize("phase", samples.PHASES, ids=ids())
def test_node_ids_are_the_same_in_every_language(context: Context, phase: p.Phase) -> None:
    german = samples.at(phase)
    appearance = replace(german.session.appearance, lang="en")
    english = replace(german, session=replace(german.session, appearance=appearance))
    assert [node.id for node in nodes(view(context, german))] == [node.id for node in nodes(view(context, english))]


_AT_THE_CARD = ("identity.reading", "identity.checking", "identity.take")


def assert_whole(page: Page) -> None:
    found = list(nodes(page))
    names = [node.id for node in found]
    assert len(names) == len(set(names)), f"{page.id}: two nodes with one id"
    assert all(node.name for node in found), f"{page.id}: a node without words"
    assert any(node.role is Role.HEADING for node in found), page.id
    assert page.focus == "" or page.focus in focus_order(page), f"{page.id}: focus on {page.focus!r}"
    assert len(page.frame.utility) == 7
    waits = page.id in ("working", "sending", "card.left", "out.of.service", *_AT_THE_CARD)
    assert waits or focus_order(page), f"{page.id}: nothing to press"


@pytest.mark.parametrize("phase", samples.PHASES, ids=ids())
def test_every_key_does_something(context: Context, phase: p.Phase) -> None:
    state = samples.at(phase)
    page = view(context, state)
    for node in focus_order(page):
        after, effects = step(context, state, Pressed(page.id, node), samples.stamp(1.0))
        changed = replace(after, now=state.now, last_input=state.last_input, health=state.health) != state
        chosen = any(node == other.id and other.marks & {Mark.SELECTED, Mark.ACTIVE} for other in nodes(page))
        idle = (
            node in ("keyboard.delete", "pad.delete", "pad.clear", "settings.reset", "pad.next")
            or chosen
            or _says_so(phase)
            or is_secret(page, node)  # the screens keep such a press to themselves and tell how many digits there are
        )
        assert changed or effects or idle, f"{page.id}: {node} is dead"


def _says_so(phase: p.Phase) -> bool:
    """The page says already what is missing; pressing again says it again."""
    if isinstance(phase, p.StaffPin):
        return phase.short or phase.checking
    if isinstance(phase, i.IdentityEntry):
        return phase.said in (i.Said.LENGTH, i.Said.CARD_AWAY)
    return isinstance(phase, p.QueueChoice | p.Confirm) and phase.missing
