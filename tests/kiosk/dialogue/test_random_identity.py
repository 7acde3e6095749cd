"""Reports and keys in any order: no dead end, no success that was not reported, nothing proven without a press."""

import os
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.card.api import CardPresence
from kiosk.dialogue.events import CardChanged, Event, IdentitySaid, Pressed, SecretChanged, Tick
from kiosk.dialogue.identity_phases import IdentityPhase
from kiosk.dialogue.pages import focus_order, is_secret, nodes
from kiosk.dialogue.phases import ground
from kiosk.identity import api
from tests.kiosk.dialogue import identity_samples
from tests.kiosk.dialogue.identity_person import CERTIFICATE, DOG, PIN_SERVICE, Person, at_privacy
from tests.kiosk.dialogue.test_every_state import assert_whole

EXAMPLES = 400 if os.environ.get("BT_FULL") else 40
STEPS = 40
REPORTS = identity_samples.reports()
SUCCESS = {"identity.known": api.Identified, "identity.pin_set": api.PinChanged}
PROVES = (api.ProvePassword, api.KeepNewPin)


def an_event(person: Person, draw: Any) -> Event:
    """What may happen next: half of the time the worker says something, now and then of another attempt."""
    page = person.page
    keys = [key for key in focus_order(page) if not key.startswith("utility.") and not is_secret(page, key)]
    match draw(st.integers(0, 9)):
        case 0 | 1 | 2 | 3:
            attempt = person.state.session.attempt
            report = draw(st.sampled_from(REPORTS))
            if attempt is None or draw(st.integers(0, 9)) == 0:
                return IdentitySaid(replace(report, attempt=identity_samples.OTHER_ATTEMPT))
            return IdentitySaid(replace(report, attempt=attempt.id))
        case 4:
            return CardChanged(draw(st.sampled_from(CardPresence)))
        case 5 if page.secret:
            return SecretChanged(page.id, draw(st.integers(0, page.secret)))
        case 6:
            return Tick()
        case _ if keys:
            return Pressed(page.id, draw(st.sampled_from(keys)))
        case _:
            return Tick()


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_reports_and_keys_in_any_order(data: st.DataObject) -> None:
    person = at_privacy(data.draw(st.sampled_from((DOG, CERTIFICATE, PIN_SERVICE))))
    for _ in range(STEPS):
        event = an_event(person, data.draw)
        before, asked = person.page.id, len(person.asked())
        person.happen(event)
        assert_whole(person.page)
        new = person.asked()[asked:]
        pressed = isinstance(event, Pressed) and event.node == "identity.ok"
        assert pressed or not any(isinstance(request, PROVES) for request in new), (before, event)
        assert sum(isinstance(request, PROVES) for request in new) <= 1
        for page, report in SUCCESS.items():
            if person.page.id == page and before != page:
                assert isinstance(event, IdentitySaid)
                assert isinstance(event.report, report)
        filling = person.state.session.filling
        assert filling is None or not filling.eid_session or _was_reported(person)
    out(person)


def _was_reported(person: Person) -> bool:
    filling = person.state.session.filling
    return filling is not None and filling.eid_session == identity_samples.SESSION


def out(person: Person) -> None:
    """Whatever happened: when time passes and the card is taken, nobody is kept, and nothing is left."""
    attempt = person.state.session.attempt
    person.happen(CardChanged(CardPresence.EMPTY))
    for _ in range(60):
        person.happen(Tick(), 20.0)
    assert person.page.id in ("attract", "out.of.service")
    assert person.state.session == person.state.session.wipe()
    assert not isinstance(ground(person.state.phase), IdentityPhase)
    opened = {request.attempt for request in person.asked() if isinstance(request, api.OpenAttempt)}
    closed = {request.attempt for request in person.asked() if isinstance(request, api.CloseAttempt)}
    assert opened == closed
    assert attempt is None or attempt.id in closed


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_page_is_a_dead_end(data: st.DataObject) -> None:
    """From wherever it went, keys or the hand at the card lead out of the identification."""
    person = at_privacy(data.draw(st.sampled_from((DOG, CERTIFICATE))))
    for _ in range(STEPS):
        person.happen(an_event(person, data.draw))
        if not isinstance(person.state.phase, IdentityPhase):
            return
    for _ in range(12):
        if not isinstance(person.state.phase, IdentityPhase):
            return
        _lead_out(person)
    raise AssertionError(f"no way out of {person.page.id}")


def _lead_out(person: Person) -> None:
    """What somebody does who wants out; while the terminal works, its own time limit ends the wait."""
    there = {node.id for node in nodes(person.page) if node.pressable}
    for key in ("identity.back", "working.back", "identity.on", "identity.home"):
        if key in there:
            person.press(key)
            return
    if person.page.id == "identity.take":
        person.happen(CardChanged(CardPresence.EMPTY))
        return
    person.happen(Tick(), 200.0)
