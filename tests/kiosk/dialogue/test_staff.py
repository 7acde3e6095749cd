"""The staff area as a conversation: door, lock, tests, counters, out of service, and who never sees any of it."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from devices.card.api import CardPresence
from devices.printer.api import NotPrinted, Printed, PrinterStatus
from kiosk.dialogue import phases as p
from kiosk.dialogue.effects import (
    AskDevice,
    AskStaffDoor,
    CheckPin,
    CountBacklog,
    ForgetSecret,
    KeepClosed,
    PrintDocument,
    RestartProgram,
)
from kiosk.dialogue.events import (
    BacklogCounted,
    CardStepLeft,
    ClosedKept,
    DeviceTested,
    EffectBroke,
    OutboxSaid,
    PaperLeft,
    PortalProbed,
    Pressed,
    PrinterChanged,
    PrintFinished,
    SecretChanged,
    StaffCalled,
    StaffDoorAnswered,
    StaffPinChecked,
    Tick,
    TicketAnswered,
)
from kiosk.dialogue.identity_phases import IdentityEntry
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import Size, nodes
from kiosk.dialogue.staff_book import Device, NoResult, PortalSeen
from kiosk.identity.api import CardStep
from kiosk.outbox.api import Backlog, Sealed
from kiosk.staff.api import PinLocked, PinRight, PinUnread, PinUnusable, PinWrong
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.visiting import Visitor


def staff_member() -> Visitor:
    """Somebody who has just made the gesture on the start page."""
    visitor = Visitor(samples.context(staff=True), samples.at(p.Attract(), visit=False))
    return visitor.happen(StaffCalled())


def entered(visitor: Visitor, count: int) -> Visitor:
    for number in range(1, count + 1):
        visitor.happen(SecretChanged(visitor.page.id, number))
    return visitor


def inside() -> Visitor:
    return entered(staff_member(), 8).press("staff.pin.ok").happen(StaffPinChecked(PinRight()))


def effects(visitor: Visitor, kind: type) -> list[object]:
    return [effect for effect in visitor.effects if isinstance(effect, kind)]


# --- The door ---


def test_the_gesture_leads_to_the_door_and_the_right_pin_through_it() -> None:
    visitor = staff_member()
    assert visitor.page.id == "staff.pin"
    assert effects(visitor, AskStaffDoor)
    assert "Noch keine Ziffer" in visitor.said()
    entered(visitor, 8)
    assert "8 Ziffern eingegeben" in visitor.said()
    visitor.press("staff.pin.ok")
    assert effects(visitor, CheckPin) == [CheckPin(8)]
    assert "wird geprüft" in visitor.said()
    visitor.happen(StaffPinChecked(PinRight()))
    assert visitor.page.id == "staff"


def test_without_a_pin_file_the_gesture_shows_the_notices_alone() -> None:
    visitor = Visitor(samples.context(), samples.at(p.Attract(), visit=False)).happen(StaffCalled())
    assert visitor.page.id == "staff.notices"
    assert visitor.press("staff.leave").page.id == "attract"


def test_the_gesture_does_nothing_while_somebody_is_there() -> None:
    visitor = Visitor(samples.context(staff=True), samples.at(p.Home())).happen(StaffCalled())
    assert visitor.page.id == "home"


def test_out_of_service_staff_come_in_as_well() -> None:
    visitor = Visitor(samples.context(staff=True), samples.at(p.OutOfService("N-03", samples.START), visit=False))
    assert visitor.happen(StaffCalled()).page.id == "staff.pin"


def test_a_short_pin_is_not_sent_to_be_checked() -> None:
    visitor = entered(staff_member(), 5).press("staff.pin.ok")
    assert "zu kurz" in visitor.said()
    assert effects(visitor, CheckPin) == []
    assert "zu kurz" not in entered(visitor, 6).said()


def test_pressing_twice_asks_once() -> None:
    visitor = entered(staff_member(), 8).press("staff.pin.ok", "staff.pin.ok")
    assert effects(visitor, CheckPin) == [CheckPin(8)]


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (PinWrong(2), "Noch 2 Versuche"),
        (PinWrong(1), "Noch 1 Versuch,"),
        (PinUnread(), "kein Versuch gezählt"),
        (PinUnusable(), "Melden Sie das der Administration"),
    ],
)
def test_what_was_wrong_is_said_and_the_entry_begins_anew(outcome: PinWrong, says: str) -> None:
    visitor = entered(staff_member(), 8).press("staff.pin.ok").happen(StaffPinChecked(outcome))
    assert visitor.page.id == "staff.pin"
    assert says in visitor.said()
    assert "Noch keine Ziffer" in visitor.said()
    assert effects(visitor, ForgetSecret)


def test_a_check_that_broke_opens_nothing() -> None:
    visitor = entered(staff_member(), 8).press("staff.pin.ok").happen(EffectBroke(CheckPin(8)))
    assert visitor.page.id == "staff.pin"
    assert "kann nicht geprüft werden" in visitor.said()


def test_an_answer_that_nobody_waits_for_opens_nothing() -> None:
    visitor = staff_member().happen(StaffPinChecked(PinRight()))
    assert visitor.page.id == "staff.pin"
    away = Visitor(samples.context(staff=True), samples.at(p.Home())).happen(StaffPinChecked(PinRight()))
    assert away.page.id == "home"


@pytest.mark.parametrize("event", [StaffDoorAnswered(PinLocked(30.0)), StaffPinChecked(PinLocked(30.0))])
def test_a_locked_door_counts_down_and_opens_again(event: StaffDoorAnswered) -> None:
    visitor = entered(staff_member(), 8).press("staff.pin.ok").happen(event)
    assert visitor.page.id == "staff.locked"
    assert visitor.page.secret == 0
    assert "In 30 Sekunden" in visitor.said()
    visitor.wait(29)
    assert visitor.page.id == "staff.locked"
    assert "In 1 Sekunde " in visitor.said()
    assert visitor.wait(1).page.id == "staff.pin"


def test_long_pauses_are_said_in_minutes() -> None:
    assert "In 60 Minuten" in staff_member().happen(StaffDoorAnswered(PinLocked(3600.0))).said()


# --- Secrets ---


def test_digits_are_overwritten_however_the_page_is_left() -> None:
    leavers = {
        "cancelled": lambda v: v.press("staff.pin.leave"),
        "walked away": lambda v: v.wait(61),
        "locked": lambda v: v.happen(StaffDoorAnswered(PinLocked(30.0))),
        "let in": lambda v: v.press("staff.pin.ok").happen(StaffPinChecked(PinRight())),
    }
    for how, leave in leavers.items():
        visitor = leave(entered(staff_member(), 6))
        assert effects(visitor, ForgetSecret), how


def test_no_event_page_or_state_has_room_for_a_digit() -> None:
    """Which key it was is not even sent: two different PINs of one length make the same states."""
    assert {field.name for field in fields(SecretChanged)} == {"page", "count"}
    assert {field.name for field in fields(CheckPin)} == {"count"}
    page = entered(staff_member(), 6).page
    pad = [node for node in nodes(page) if node.id.startswith("pad.")]
    assert not any(node.marks for node in pad)
    assert page.secret == 12


def test_a_press_on_the_pad_that_came_as_an_event_changes_nothing() -> None:
    """The screens never post one; if somebody did, it would be no entry."""
    visitor = staff_member()
    before = visitor.state.phase
    assert visitor.happen(Pressed("staff.pin", "pad.7")).state.phase == before


# --- Inside ---


def test_five_minutes_without_a_touch_end_it() -> None:
    visitor = inside().wait(299)
    assert visitor.page.id == "staff"
    assert visitor.wait(2).page.id == "attract"


def test_large_text_makes_it_no_longer() -> None:
    visitor = inside()
    look = replace(visitor.state.session.appearance, size=Size.XL)
    visitor.state = replace(visitor.state, session=replace(visitor.state.session, appearance=look))
    assert visitor.wait(301).page.id == "attract"


def test_a_touch_keeps_it_open_and_notices_count_as_well() -> None:
    visitor = inside().wait(200).press("staff.notices.open").wait(299)
    assert visitor.page.id == "staff.notices"
    assert visitor.press("staff.leave").page.id == "staff"


def test_devices_are_asked_and_say_what_was_seen() -> None:
    visitor = inside()
    assert "Belegdrucker Seit dem Start nicht geprüft" in visitor.said()
    visitor.press("staff.check.printer", "staff.check.printer")
    assert effects(visitor, AskDevice) == [AskDevice(Device.PRINTER)]
    assert "Belegdrucker Wird gerade geprüft" in visitor.said()
    visitor.happen(DeviceTested(Device.PRINTER, PrinterStatus.COVER_OPEN))
    assert "Belegdrucker Geprüft 10:24 Uhr: Klappe offen" in visitor.said()
    visitor.happen(PrinterChanged(PrinterStatus.READY))
    assert "Geprüft 10:24 Uhr: Klappe offen" in visitor.said()  # the test stays what it was, the pill says how it is
    assert [node.name for node in nodes(visitor.page) if node.id == "staff.now.printer"] == ["Bereit"]


def test_every_result_has_words() -> None:
    for device, results in (
        (Device.READER, tuple(CardPresence)),
        (Device.PRINTER, tuple(PrinterStatus)),
        (Device.PORTAL, (PortalSeen(None), PortalSeen(samples.UNREACHABLE), NoResult())),
    ):
        for result in results:
            visitor = inside().press(f"staff.check.{device.value}").happen(DeviceTested(device, result))
            assert "Geprüft 10:24 Uhr: " in visitor.said()


def test_a_broken_test_says_that_it_has_no_result() -> None:
    visitor = inside().press("staff.check.reader").happen(EffectBroke(AskDevice(Device.READER)))
    assert "Geprüft 10:24 Uhr: kein Ergebnis" in visitor.said()


@pytest.mark.parametrize(
    ("outcome", "says"), [(Printed(), "gedruckt"), (NotPrinted(PrinterStatus.NO_PAPER), "nicht gedruckt, Kein Papier")]
)
def test_a_test_print_says_printed_only_when_the_printer_confirmed_it(outcome: Printed, says: str) -> None:
    visitor = inside().press("staff.print")
    [job] = effects(visitor, PrintDocument)
    assert isinstance(job, PrintDocument)
    assert job.document.kind == "test_page"
    assert "gedruckt" not in visitor.said()
    visitor.happen(PrintFinished(job.job, outcome))
    assert f"Ausdruck 10:24 Uhr: {says}" in visitor.said()
    assert visitor.state.health.printer in (None, PrinterStatus.NO_PAPER)


def test_the_report_has_each_device_with_its_test_and_what_happened_and_nothing_of_citizens() -> None:
    visitor = inside().press("staff.check.reader").happen(DeviceTested(Device.READER, CardPresence.EMPTY))
    visitor.happen(PrinterChanged(PrinterStatus.PAPER_LOW)).happen(PaperLeft(1)).press("staff.notices.open").press(
        "staff.report"
    )
    [job] = effects(visitor, PrintDocument)
    assert isinstance(job, PrintDocument)
    assert job.document.kind == "readiness_report"
    said = repr(job.document.parts)
    for words in ("Nicht alles ist bereit", "Belegdrucker", "Papier bald leer", "Kartenleser", "D-15 ", "D-30 · "):
        assert words in said
    assert said.count("Geprüft: ") == 1
    visitor.happen(PrintFinished(job.job, Printed()))
    assert visitor.page.id == "staff"
    assert "Ausdruck 10:24 Uhr: gedruckt" in visitor.said()


@pytest.mark.parametrize(("step", "code"), [(CardStep.READING, "K-06"), (CardStep.PIN, "K-07")])
def test_a_step_at_a_card_that_was_cut_off_is_a_notice_for_staff(step: CardStep, code: str) -> None:
    visitor = inside().happen(CardStepLeft(step)).press("staff.notices.open")
    assert code in visitor.said()
    assert "Das Terminal ging aus" in visitor.said()


def test_one_printout_at_a_time() -> None:
    visitor = inside().press("staff.notices.open").press("staff.report").press("staff.print")
    assert len(effects(visitor, PrintDocument)) == 1


def test_what_waits_for_the_portal_is_told_with_its_age_and_what_was_refused() -> None:
    visitor = inside()
    assert effects(visitor, CountBacklog)
    visitor.happen(BacklogCounted(Backlog(3, 3600.0, 2)))
    said = " ".join(visitor.said().split())
    assert "3 Anträge warten auf Versand Ältester seit 9:24 Uhr 2 Anträge hat das Portal abgelehnt" in said
    visitor.happen(BacklogCounted(Backlog(0, None, 0)))
    assert "0 Anträge warten auf Versand" in visitor.said()
    assert "abgelehnt" not in visitor.said()
    visitor.happen(OutboxSaid(Sealed(samples.A_TICKET)))
    assert len(effects(visitor, CountBacklog)) == 2


def test_restart_is_asked_for_once_it_is_pressed() -> None:
    visitor = inside().press("staff.restart")
    assert effects(visitor, RestartProgram)
    assert "startet neu" in visitor.said()


# --- Out of service ---


def test_out_of_service_and_back() -> None:
    visitor = inside().press("staff.close")
    [kept] = effects(visitor, KeepClosed)
    assert isinstance(kept, KeepClosed)
    assert visitor.page.id == "staff"
    visitor.happen(ClosedKept(kept.since, kept=True)).press("staff.end")
    assert (visitor.page.id, visitor.page.fault) == ("out.of.service", "T-10")
    visitor.happen(PortalProbed(None)).wait(120)
    assert visitor.page.id == "out.of.service"
    visitor.happen(StaffCalled())
    entered(visitor, 8).press("staff.pin.ok").happen(StaffPinChecked(PinRight()))
    visitor.press("staff.open").happen(ClosedKept(None, kept=True))
    assert "In Betrieb" in visitor.said()
    assert visitor.press("staff.end").page.id == "attract"


def test_staff_who_walk_away_leave_it_out_of_service() -> None:
    visitor = inside().press("staff.close").wait(301)
    assert visitor.page.id == "out.of.service"


def test_out_of_service_by_staff_counts_more_than_a_portal_that_is_back() -> None:
    state = samples.at(p.OutOfService("N-03", samples.START), visit=False)
    state = replace(state, staff=replace(state.staff, closed_since=samples.START))
    after, _ = step(samples.context(staff=True), state, PortalProbed(None), samples.stamp(1.0))
    assert isinstance(after.phase, p.OutOfService)
    assert after.phase.fault == "T-10"


def test_when_it_cannot_be_written_down_the_page_says_so() -> None:
    visitor = inside().press("staff.close").happen(EffectBroke(KeepClosed(None)))
    assert "nicht gespeichert" not in visitor.said()  # that was about something else
    since = visitor.state.staff.closed_since
    assert "Außer Betrieb nur bis zum nächsten Start" in visitor.happen(ClosedKept(since, kept=False)).said()


# --- Counters ---


def test_visits_applications_and_numbers_are_counted_once_each() -> None:
    visitor = Visitor(samples.context(staff=True), samples.at(p.Attract(), visit=False)).press("attract.start")
    visitor.state = replace(visitor.state, phase=samples.DRAWING)
    visitor.happen(TicketAnswered(samples.A_TICKET, samples.ticket()))
    visitor.state = replace(visitor.state, phase=p.Sending(samples.A_TICKET, 0.0, "K7F3P9ZZ"))
    visitor.happen(OutboxSaid(Sealed(samples.A_TICKET))).happen(OutboxSaid(Sealed(samples.A_TICKET)))
    today = visitor.state.staff.today
    assert (today.visits, today.tickets, today.applications) == (1, 1, 1)


def test_the_counters_say_since_when_and_begin_anew_at_midnight() -> None:
    visitor = inside()
    visitor.state = replace(visitor.state, staff=visitor.state.staff.counted(samples.START, visits=4))
    assert "Heute seit dem Start um 10:24 Uhr" in visitor.said()
    tomorrow = replace(samples.stamp(visitor.now + 1.0), wall=samples.START + timedelta(days=1))
    visitor.state, _ = step(visitor.context, visitor.state, Tick(), tomorrow)
    assert "seit dem Start" not in visitor.said()
    assert [node.value for node in nodes(visitor.page) if node.id == "staff.visits"] == ["0"]


def test_nothing_of_staff_is_on_a_page_of_citizens() -> None:
    for phase in samples.GROUNDS:
        if isinstance(phase, p.StaffPin | p.Staff | p.StaffNotices):
            continue
        visitor = Visitor(samples.context(staff=True), samples.at(phase))
        assert not [node.id for node in nodes(visitor.page) if node.id.startswith("staff")], visitor.page.id
        assert not visitor.page.frame.staff
        assert visitor.page.secret == 0 or isinstance(phase, IdentityEntry)  # the citizen's own PIN
