"""What the dialogue makes of the outbox: the code of a slip, what staff are told, an application that still waits."""

import msgspec
import pytest

from kiosk.dialogue import phases as p
from kiosk.dialogue.capabilities import device_faults
from kiosk.dialogue.effects import WithdrawApplication
from kiosk.dialogue.events import OutboxSaid, RoomChanged, StatusAnswered
from kiosk.dialogue.pages import nodes
from kiosk.dialogue.phases import Sending
from kiosk.outbox.api import BLOCKING, Held, NotAccepted, Reason, Sealed, Trouble
from kiosk.portal.contract import AccessCode
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.test_forms import CONTEXT, sending
from tests.kiosk.dialogue.visiting import Visitor

NUMBER = "7K3F9-XW2MB"


def test_each_press_has_a_code_of_its_own_and_the_slip_has_the_one_that_was_sealed() -> None:
    visitor, key = sending()
    visitor.happen(OutboxSaid(NotAccepted(key, Reason.STORE))).press("not_sent.again").press("confirm.send")
    first, second = (effect.code for effect in visitor.sent())
    assert first != second
    msgspec.convert([first, second], list[AccessCode])
    assert isinstance(visitor.state.phase, Sending)
    assert visitor.state.phase.code == second


def withdrawn(visitor: Visitor) -> list[WithdrawApplication]:
    return [effect for effect in visitor.effects if isinstance(effect, WithdrawApplication)]


def test_a_disk_that_hangs_ends_in_an_honest_page_with_everything_still_there() -> None:
    visitor, key = sending()
    visitor.wait(44)
    assert (visitor.page.id, withdrawn(visitor)) == ("sending", [])
    visitor.wait(200)
    assert visitor.page.id == "sending", "until the outbox has said which of the two it is"
    assert withdrawn(visitor) == [WithdrawApplication(key)]
    visitor.happen(OutboxSaid(NotAccepted(key, Reason.SLOW)))
    assert visitor.page.id == "not.sent"
    assert "wurde nicht angenommen" in visitor.said()
    visitor.press("not_sent.again", "confirm.send")
    assert [effect.key for effect in visitor.sent()] == [key, key], (
        "the same application, whatever becomes of the first"
    )


def test_sealed_in_the_last_moment_is_a_provisional_slip() -> None:
    visitor, key = sending()
    visitor.wait(46).happen(OutboxSaid(Sealed(key)))
    assert visitor.page.id == "sending"
    visitor.wait(1)
    assert isinstance(visitor.state.phase, p.Done)
    assert visitor.state.phase.slip.provisional


def test_no_repr_shows_the_code() -> None:
    visitor, _ = sending()
    (effect,) = visitor.sent()
    assert effect.code not in repr(visitor.state) + repr(visitor.effects)


@pytest.mark.parametrize("trouble", Trouble)
def test_staff_read_what_is_wrong_with_the_outbox(trouble: Trouble) -> None:
    visitor = Visitor(CONTEXT, samples.at(p.StaffNotices(), visit=False))
    visitor.happen(RoomChanged(trouble not in BLOCKING, frozenset({trouble})))
    (fault,) = device_faults(visitor.state.health, 3)
    assert fault.code in visitor.said()
    visitor.happen(RoomChanged(room=True))
    assert device_faults(visitor.state.health, 3) == ()
    assert fault.code not in visitor.said()


@pytest.mark.parametrize("trouble", sorted(BLOCKING, key=lambda each: each.value))
def test_with_a_trouble_that_blocks_no_form_is_begun(trouble: Trouble) -> None:
    visitor = Visitor(CONTEXT, samples.at(p.Home()))
    visitor.happen(RoomChanged(room=False, troubles=frozenset({trouble})))
    visitor.press("home.all", "group.ordnung", "service.hund_anmelden")
    assert visitor.page.id == "service.intro"
    assert "intro.start" not in {node.id for node in nodes(visitor.page) if node.pressable}


@pytest.mark.parametrize(
    ("refused", "said"), [(False, "Ihr Antrag ist angenommen"), (True, "Ihr Antrag ist nicht beim Amt")]
)
def test_what_still_waits_here_is_answered_from_here(refused: bool, said: str) -> None:
    state = samples.at(p.StatusLoading("abfrage.receipt", samples.REQUEST_ID, 0.0))
    visitor = Visitor(CONTEXT, state)
    held = Held(NUMBER, samples.START.timestamp(), refused)
    visitor.happen(StatusAnswered(samples.REQUEST_ID, held))
    assert visitor.page.id == "status.held"
    assert said in visitor.said()
    assert NUMBER in visitor.said()
    assert "eingegangen" not in visitor.said()
    assert f"{samples.START:%H:%M}" in visitor.said()
    assert visitor.state.session.filling is None
    assert NUMBER not in repr(visitor.state)
    assert visitor.press("status.end").page.id == "attract"


def test_late_answer_of_another_question_is_not_shown() -> None:
    visitor = Visitor(CONTEXT, samples.at(p.StatusLoading("abfrage.receipt", samples.REQUEST_ID, 0.0)))
    visitor.happen(StatusAnswered(samples.A_TICKET, Held(NUMBER, 0.0, refused=False)))
    assert isinstance(visitor.state.phase, p.StatusLoading)
