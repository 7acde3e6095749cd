"""How a slip is taken along: asked first, one job a press, a second slip says so, nothing offered that is not there."""

import pytest

from devices.printer.api import NotPrinted, Printed, PrinterStatus, Unknown
from kiosk.dialogue.events import PaperLeft, PrinterChanged, PrintFinished, Tick
from kiosk.dialogue.pages import focus_order, nodes
from kiosk.dialogue.taking import MOST_COPIES, Ended, Offered, Printing, Taking, base_of
from tests.kiosk.dialogue.test_visit import Visit, printing, with_number

JOB = "ticket:1"


def job_of(visit: Visit) -> str:
    return visit.jobs()[-1]


def test_phone_shows_the_code_and_the_portal_learns_it() -> None:
    visit = with_number().press("slip.phone")
    assert any(node.id == "ticket.code" for node in nodes(visit.page))
    assert visit.reports() == [("shown", "phone")]
    assert visit.jobs() == []
    visit.press("slip.print")
    assert len(visit.jobs()) == 1


def test_without_anything_the_number_stays_on_the_screen() -> None:
    visit = with_number().press("slip.none")
    assert "B 047" in visit.said()
    assert "Merken Sie sich Ihre Nummer" in visit.said()
    assert visit.reports() == [("shown", "declined")]
    assert visit.press("ticket.end").page.id == "attract"
    assert visit.reports() == [("shown", "declined")]


def test_walking_away_from_the_question_prints_nothing_and_reports_the_number_as_seen() -> None:
    visit = with_number().wait(90)
    assert visit.page.id == "attract"
    assert visit.jobs() == []
    assert visit.reports() == [("shown", "left")]


def test_paper_is_not_offered_while_there_is_none_and_offered_again_when_it_is_back() -> None:
    visit = with_number().happen(PrinterChanged(PrinterStatus.NO_PAPER))
    assert "slip.print" not in focus_order(visit.page)
    assert "Der Drucker hat kein Papier" in visit.said()
    assert visit.page.fault == "D-12"
    assert visit.page.nav is not None
    assert visit.page.nav.primary is not None
    assert visit.page.nav.primary.id == "slip.phone"
    visit.happen(PrinterChanged(PrinterStatus.READY))
    assert "slip.print" in focus_order(visit.page)
    assert visit.page.fault == ""


def test_not_printed_may_be_printed_with_the_same_key_when_paper_is_back() -> None:
    visit = printing()
    first = job_of(visit)
    visit.happen(PrintFinished(first, NotPrinted(PrinterStatus.NO_PAPER)))
    assert "slip.print" not in focus_order(visit.page), "the printer has just said that it cannot"
    visit.happen(PrinterChanged(PrinterStatus.READY))
    assert "Zettel drucken" in visit.said()
    assert "Der Drucker geht wieder" in visit.said()
    assert "kein Papier" not in visit.said()
    visit.press("slip.print")
    assert visit.jobs() == [first, first]
    visit.happen(PrintFinished(first, Printed()))
    assert "slip.print" not in focus_order(visit.page)
    assert visit.reports() == [("shown", "no_paper"), ("printed", None)]


def test_unknown_is_noted_for_staff_and_the_next_slip_is_a_copy_under_a_key_of_its_own() -> None:
    visit = printing()
    first = job_of(visit)
    visit.happen(PrintFinished(first, Unknown(PrinterStatus.COVER_OPEN)))
    assert [notice.code for notice in visit.state.notices] == ["D-14"]
    assert "slip.print" not in focus_order(visit.page)
    visit.happen(PrinterChanged(PrinterStatus.READY))
    assert "Zweitdruck" in visit.said()
    visit.press("slip.print")
    assert visit.jobs() == [first, f"{first}#2"]
    assert visit.happen(PrintFinished(f"{first}#2", Printed())).reports()[-1] == ("printed", None)


def test_a_late_word_on_a_job_that_was_given_up_corrects_the_page() -> None:
    visit = printing().wait(46)
    assert "vielleicht nicht vollständig" in visit.said()
    visit.happen(PrintFinished(job_of(visit), Printed()))
    assert "Entnehmen Sie den Zettel" in visit.said()


def test_a_second_tap_on_print_is_on_another_part_of_the_page() -> None:
    visit = with_number()
    before = visit.page.part
    assert visit.press("slip.print").page.part != before
    assert visit.happen(PrintFinished(job_of(visit), Printed())).page.part not in (before, before + 1)


def test_staff_hear_of_paper_that_was_on_its_way_when_the_power_went() -> None:
    visit = Visit().happen(PaperLeft(1)).happen(Tick())
    assert [notice.code for notice in visit.state.notices] == ["D-30"]
    assert visit.page.id == "attract"


@pytest.mark.parametrize("status", [None, PrinterStatus.READY, PrinterStatus.PAPER_LOW])
def test_offered_where_paper_may_be(status: PrinterStatus | None) -> None:
    assert Taking(JOB).offers_paper(status)


def test_three_slips_are_enough() -> None:
    taking = Taking(JOB)
    for copy in range(MOST_COPIES):
        assert taking.offers_paper(PrinterStatus.READY)
        assert taking.reprint is (copy > 0)
        taking, job = taking.print(1.0)
        assert base_of(job) == JOB
        taking = taking.finished(job, Unknown(PrinterStatus.READY))
    assert not taking.offers_paper(PrinterStatus.READY)


def test_a_job_that_was_not_the_last_one_changes_nothing() -> None:
    taking, first = Taking(JOB).print(1.0)
    taking, second = taking.finished(first, Unknown(PrinterStatus.READY)).print(2.0)
    assert taking.finished(first, Printed()) == taking
    assert taking.way == Printing(second, 2.0)
    assert Taking(JOB, Offered()).finished(JOB, Printed()).way == Offered()


def test_late_words_do_not_count_a_slip_twice() -> None:
    taking, job = Taking(JOB).print(1.0)
    given_up = taking.finished(job, Unknown(PrinterStatus.OFFLINE))
    assert given_up.copies == 1
    assert given_up.finished(job, Unknown(PrinterStatus.READY)).copies == 1
    assert given_up.finished(job, NotPrinted(PrinterStatus.OFFLINE)) == Taking(
        JOB, Ended(job, NotPrinted(PrinterStatus.OFFLINE)), 0
    )


@pytest.mark.parametrize("outcome", [NotPrinted(PrinterStatus.ERROR), Unknown(PrinterStatus.ERROR)])
def test_a_job_that_broke_leaves_the_printer_to_its_watcher(outcome: NotPrinted | Unknown) -> None:
    """The watcher looks afterwards, and says nothing where nothing has changed: nobody may wait for that word."""
    visit = printing().happen(PrinterChanged(PrinterStatus.READY))
    visit.happen(PrintFinished(job_of(visit), outcome))
    assert "slip.print" in focus_order(visit.page)
    assert visit.state.health.printer is PrinterStatus.READY


def test_a_slip_that_came_too_late_does_not_say_that_the_printer_is_back() -> None:
    visit = printing().happen(PrinterChanged(PrinterStatus.READY))
    visit.happen(PrintFinished(job_of(visit), NotPrinted(PrinterStatus.READY)))
    assert "Der Zettel wurde nicht gedruckt" in visit.said()
    assert "geht wieder" not in visit.said()
    assert "slip.print" in focus_order(visit.page)
