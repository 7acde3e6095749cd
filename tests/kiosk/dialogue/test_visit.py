"""The rules of a visit, one by one."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from devices.card.api import CardPresence
from devices.printer.api import NotPrinted, Printed, PrinterStatus, Unknown
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.effects import DrawTicket, Effect, FetchQueue, PrintDocument, ProbePortal, ReportTicket
from kiosk.dialogue.events import (
    CardChanged,
    CrashFound,
    EffectBroke,
    Event,
    PortalProbed,
    Pressed,
    PrinterChanged,
    PrintFinished,
    QueueAnswered,
    StaffCalled,
    Tick,
    TicketAnswered,
    Touched,
)
from kiosk.dialogue.machine import step
from kiosk.dialogue.pages import Page, nodes, plain
from kiosk.dialogue.state import State
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.samples import A_TICKET, UNREACHABLE, at, overview, stamp, ticket

CONTEXT = samples.context(forms=False)


class Visit:
    """Plays events one after the other and remembers the effects."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or at(p.Attract(), visit=False)
        self.effects: list[Effect] = []
        self.now = self.state.now.monotonic
        self.count = 0

    def happen(self, event: Event, after_s: float = 0.1) -> "Visit":
        self.now += after_s
        self.count += 1
        self.state, effects = step(CONTEXT, self.state, event, stamp(self.now, self.count))
        self.effects += effects
        return self

    def answer_queue(self) -> "Visit":
        asked = [effect for effect in self.effects if isinstance(effect, FetchQueue)]
        return self.happen(QueueAnswered(asked[-1].request, overview()))

    def press(self, node: str, after_s: float = 0.1) -> "Visit":
        return self.happen(Pressed(self.page.id, node), after_s)

    def wait(self, seconds: float) -> "Visit":
        for _ in range(int(seconds)):
            self.happen(Tick(), 1.0)
        return self

    @property
    def page(self) -> Page:
        return view(CONTEXT, self.state)

    def said(self) -> str:
        return " ".join(f"{plain(node.name)} {plain(node.value)}" for node in nodes(self.page))

    def drawn(self) -> list[DrawTicket]:
        return [effect for effect in self.effects if isinstance(effect, DrawTicket)]

    def jobs(self) -> list[str]:
        return [effect.job for effect in self.effects if isinstance(effect, PrintDocument)]

    def reports(self) -> list[tuple[str, str | None]]:
        found = (effect for effect in self.effects if isinstance(effect, ReportTicket))
        return [(effect.outcome.outcome, effect.outcome.reason) for effect in found]


def with_choice() -> Visit:
    visit = Visit().press("attract.start").press("home.queue").answer_queue()
    return visit.press("queue.service.ausweis")


def drawing() -> Visit:
    return with_choice().press("queue.draw")


def with_number() -> Visit:
    """The number is there; nothing is said yet about paper."""
    visit = drawing()
    return visit.happen(TicketAnswered(visit.drawn()[0].ticket, ticket(visit.drawn()[0].ticket)))


def printing() -> Visit:
    return with_number().press("slip.print")


def has(effects: Iterable[Effect], kind: type[Effect]) -> bool:
    return any(isinstance(effect, kind) for effect in effects)


def test_from_touch_to_paper() -> None:
    visit = Visit()
    assert visit.page.id == "attract"
    assert visit.press("attract.start").page.id == "home"
    assert visit.press("home.queue").page.id == "working"
    assert has(visit.effects, FetchQueue)
    visit.answer_queue()
    assert visit.page.id == "queue.choice"
    visit.press("queue.service.ausweis").press("queue.more_time").press("queue.draw")
    draw = visit.drawn()[0]
    assert draw.request.service == "ausweis"
    assert draw.request.assistance == ("more_time",)
    visit.happen(TicketAnswered(draw.ticket, ticket(draw.ticket)))
    assert visit.page.id == "queue.ticket"
    assert "B 047" in visit.said()
    assert "Wie nehmen Sie Ihre Nummer mit?" in visit.said()
    assert not visit.jobs()
    visit.press("slip.print")
    assert "Entnehmen" not in visit.said()
    assert "wird gedruckt" in visit.said()
    assert visit.page.nav is None
    visit.happen(PrintFinished(f"ticket:{draw.ticket}", Printed()))
    assert "Entnehmen Sie den Zettel" in visit.said()
    assert visit.reports() == [("printed", None)]
    assert visit.press("ticket.end").page.id == "attract"
    assert visit.state.session.started is None


def test_a_touch_beside_the_keys_asks_for_the_language() -> None:
    visit = Visit().happen(Touched("attract"))
    assert visit.page.id == "language"
    assert visit.press("language.en").page.id == "home"
    assert "What would you like to do?" in visit.said()
    visit.press("utility.end")
    assert "Willkommen" in visit.said()


def test_language_key_on_the_first_page_begins_in_that_language() -> None:
    visit = Visit().press("language.en")
    assert visit.page.id == "home"
    assert visit.state.session.appearance.lang == "en"


def test_filled_key_without_a_choice_explains_and_draws_nothing() -> None:
    visit = Visit().press("attract.start").press("home.queue").answer_queue().press("queue.draw")
    assert visit.page.id == "queue.choice"
    assert "Wählen Sie aus, weshalb Sie hier sind." in visit.said()
    assert not visit.drawn()
    assert "Es fehlt" not in visit.press("queue.service.steuer").said()


def test_double_tap_draws_once() -> None:
    visit = with_choice()
    page = visit.page.id
    visit.press("queue.draw").happen(Pressed(page, "queue.draw")).happen(Pressed(page, "queue.draw"))
    assert len(visit.drawn()) == 1


def test_a_press_on_a_page_that_is_gone_does_nothing_but_counts_as_life() -> None:
    visit = Visit().press("attract.start").wait(50).happen(Pressed("attract", "attract.start"))
    assert visit.page.id == "home"
    assert visit.wait(30).page.id == "home"


@pytest.mark.parametrize(
    ("outcome", "report", "words"),
    [
        (NotPrinted(PrinterStatus.NO_PAPER), ("shown", "no_paper"), "Der Drucker hat kein Papier"),
        (NotPrinted(PrinterStatus.COVER_OPEN), ("shown", "cover_open"), "Die Klappe am Drucker ist offen"),
        (NotPrinted(PrinterStatus.OFFLINE), ("shown", "offline"), "Der Drucker antwortet nicht"),
        (Unknown(PrinterStatus.NO_PAPER), ("shown", "unknown"), "vielleicht nicht vollständig"),
    ],
)
def test_without_paper_number_and_code_stay(outcome: NotPrinted | Unknown, report: tuple[str, str], words: str) -> None:
    visit = printing()
    visit.happen(PrintFinished(f"ticket:{visit.drawn()[0].ticket}", outcome))
    assert words in visit.said()
    assert "B 047" in visit.said()
    assert any(node.id == "ticket.code" and node.value.startswith("https://") for node in nodes(visit.page))
    assert "Entnehmen" not in visit.said()
    assert visit.reports() == [report]


def test_the_outcome_of_another_job_says_nothing_about_this_paper() -> None:
    visit = printing().happen(PrintFinished(f"ticket:{A_TICKET}", Printed()))
    assert "Entnehmen" not in visit.said()


def test_a_printer_that_never_reports_back_is_said_to_be_unknown() -> None:
    visit = printing().wait(46)
    assert "vielleicht nicht vollständig" in visit.said()


def test_trouble_with_paper_is_said_before_the_draw() -> None:
    visit = with_choice().happen(PrinterChanged(PrinterStatus.NO_PAPER))
    assert "Sie sehen Ihre Nummer auf dem Bildschirm." in visit.said()
    visit.happen(PrinterChanged(PrinterStatus.READY))
    assert "auf dem Bildschirm" not in visit.said()


def test_portal_away_pauses_and_tries_again_with_the_same_id() -> None:
    visit = drawing()
    first = visit.drawn()[0].ticket
    visit.happen(TicketAnswered(first, UNREACHABLE))
    assert visit.page.id == "paused"
    assert visit.page.fault == "N-03"
    visit.wait(21)
    assert [draw.ticket for draw in visit.drawn()] == [first, first]
    visit.happen(TicketAnswered(first, UNREACHABLE)).press("paused.again")
    assert {draw.ticket for draw in visit.drawn()} == {first}
    visit.happen(TicketAnswered(first, ticket(first)))
    assert visit.page.id == "queue.ticket"
    assert ("void", "left") not in visit.reports()


def test_after_some_tries_the_terminal_stops_trying_by_itself() -> None:
    visit = drawing()
    first = visit.drawn()[0].ticket
    for _ in range(3):
        visit.happen(TicketAnswered(first, UNREACHABLE)).wait(21)
    assert len(visit.drawn()) == 3
    assert "Neuer Versuch" not in visit.said()


def test_giving_up_a_draw_gives_the_number_back() -> None:
    visit = drawing()
    first = visit.drawn()[0].ticket
    visit.happen(TicketAnswered(first, UNREACHABLE)).press("paused.back")
    assert visit.page.id == "queue.choice"
    assert visit.reports() == [("void", "left")]
    visit.press("queue.draw")
    assert visit.drawn()[-1].ticket != first


def test_leaving_while_drawing_gives_the_number_back_when_it_comes() -> None:
    visit = drawing().press("utility.end")
    assert visit.page.id == "attract"
    assert not visit.reports()
    first = visit.drawn()[0].ticket
    visit.happen(TicketAnswered(first, ticket(first)))
    assert visit.page.id == "attract"
    assert visit.reports() == [("void", "left")]
    assert not visit.state.abandoned
    assert not has(visit.effects, PrintDocument)


def test_answers_reach_the_page_under_help() -> None:
    visit = drawing().press("utility.help")
    assert visit.page.id == "help"
    first = visit.drawn()[0].ticket
    visit.happen(TicketAnswered(first, ticket(first)))
    assert visit.page.id == "help"
    assert visit.press("help.back").page.id == "queue.ticket"


def test_walking_away_warns_then_wipes() -> None:
    visit = with_choice().wait(61)
    assert visit.page.id == "time.warning"
    assert visit.page.focus == "time.more"
    assert visit.wait(21).page.id == "attract"
    assert visit.state.session.started is None


def test_more_time_goes_on_where_it_was_at_least_ten_times() -> None:
    visit = with_choice()
    for _ in range(12):
        visit.wait(61)
        assert visit.page.id == "time.warning"
        assert visit.press("time.more").page.id == "queue.choice"
    assert visit.state.phase == replace(samples.CHOICE)


def test_the_cap_of_a_visit_is_announced_and_holds() -> None:
    visit = with_choice()
    while visit.page.id != "time.warning":
        visit.wait(30).happen(Touched(visit.page.id))
        assert visit.now < 3700
    assert "Ihr Besuch endet jetzt" in visit.said()
    assert visit.happen(Touched("time.warning")).page.id == "time.warning"
    assert visit.wait(21).page.id == "attract"


def test_time_stands_still_while_the_printer_works() -> None:
    assert printing().wait(44).page.id == "queue.ticket"
    assert with_number().wait(61).page.id == "time.warning"


def test_card_left_after_a_visit_blocks_until_it_is_taken() -> None:
    visit = with_choice().happen(CardChanged(CardPresence.PRESENT)).press("utility.end")
    assert visit.page.id == "card.left"
    assert "Ihre Daten sind gelöscht." in visit.said()
    visit.wait(61)
    assert [notice.code for notice in visit.state.notices] == ["K-02"]
    assert visit.happen(CardChanged(CardPresence.EMPTY)).page.id == "attract"


def test_card_on_an_idle_terminal_gets_a_grace_time() -> None:
    visit = Visit().happen(CardChanged(CardPresence.PRESENT)).wait(8)
    assert visit.page.id == "attract"
    assert visit.wait(4).page.id == "card.left"
    assert "gelöscht" not in visit.said()


def test_portal_down_is_said_before_anybody_starts_and_mends_itself() -> None:
    visit = Visit().happen(Tick())
    assert has(visit.effects, ProbePortal)
    visit.happen(PortalProbed(UNREACHABLE))
    assert visit.page.id == "attract"
    visit.wait(4).happen(PortalProbed(UNREACHABLE))
    assert visit.page.id == "out.of.service"
    assert "Störung N-03" in visit.said()
    assert visit.wait(4).happen(PortalProbed(None)).page.id == "attract"


def test_portal_down_does_not_throw_anybody_out() -> None:
    visit = with_choice()
    for _ in range(3):
        visit.happen(PortalProbed(UNREACHABLE))
    assert visit.page.id == "queue.choice"
    assert visit.press("utility.end").page.id == "out.of.service"


def test_one_probe_at_a_time() -> None:
    visit = Visit().wait(100)
    assert sum(isinstance(effect, ProbePortal) for effect in visit.effects) == 1


def test_a_crash_is_told_to_staff_only() -> None:
    visit = Visit().happen(CrashFound(samples.START))
    assert "Absturz" not in visit.said()
    visit.happen(StaffCalled())
    assert visit.page.id == "staff.notices"
    assert "Absturz" in visit.said()
    assert visit.press("staff.leave").page.id == "attract"


def test_the_staff_gesture_does_nothing_during_a_visit() -> None:
    assert with_choice().happen(StaffCalled()).page.id == "queue.choice"


def test_a_broken_worker_leaves_nobody_waiting() -> None:
    visit = drawing()
    visit.happen(EffectBroke(visit.drawn()[0]))
    assert visit.page.id == "paused"
    visit = printing()
    jobs = [effect for effect in visit.effects if isinstance(effect, PrintDocument)]
    assert "vielleicht nicht vollständig" in visit.happen(EffectBroke(jobs[0])).said()
    assert [notice.code for notice in visit.state.notices] == ["T-02", "D-14"]


def test_a_language_chosen_without_a_visit_is_forgotten_again() -> None:
    visit = Visit().press("utility.language").press("language.en")
    assert visit.page.id == "attract"
    assert "Welcome" in visit.said()
    assert "Willkommen" in visit.wait(62).said()


def test_a_late_answer_to_an_earlier_question_is_not_taken() -> None:
    visit = Visit().press("attract.start").press("home.queue").press("working.back").press("home.queue")
    first, second = (effect.request for effect in visit.effects if isinstance(effect, FetchQueue))
    assert visit.happen(QueueAnswered(first, UNREACHABLE)).page.id == "working"
    assert visit.happen(QueueAnswered(second, overview())).page.id == "queue.choice"


def test_a_number_that_comes_during_the_pause_is_kept_not_given_back() -> None:
    visit = drawing().wait(46)
    assert visit.page.id == "paused"
    first = visit.drawn()[0].ticket
    visit.happen(TicketAnswered(first, ticket(first)))
    assert visit.page.id == "queue.ticket"
    assert visit.reports() == []


def test_a_draw_that_is_given_up_while_it_hangs_is_given_back_twice_if_need_be() -> None:
    visit = drawing().wait(46).press("paused.back")
    first = visit.drawn()[0].ticket
    assert visit.reports() == [("void", "left")]
    visit.happen(TicketAnswered(first, ticket(first)))
    assert visit.reports() == [("void", "left"), ("void", "left")]


def test_a_card_taken_under_help_is_noticed() -> None:
    visit = with_choice().happen(CardChanged(CardPresence.PRESENT)).press("utility.end").press("utility.help")
    visit.happen(CardChanged(CardPresence.EMPTY))
    assert visit.press("help.back").page.id == "attract"


def test_back_on_the_language_page_leads_back() -> None:
    visit = with_choice().press("utility.language")
    assert visit.page.id == "language"
    assert visit.press("language.back").page.id == "queue.choice"
