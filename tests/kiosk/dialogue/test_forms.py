"""A form from the first key to the receipt, rule by rule."""

from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from devices.printer.api import NotPrinted, Printed, PrinterStatus
from kiosk.dialogue import phases as p
from kiosk.dialogue.effects import FetchOptions, PrintDocument, QueryStatus
from kiosk.dialogue.events import (
    Erased,
    OptionsAnswered,
    OutboxSaid,
    PortalProbed,
    PrinterChanged,
    PrintFinished,
    RoomChanged,
    StatusAnswered,
    Typed,
)
from kiosk.dialogue.nodes import Mark, Role
from kiosk.dialogue.pages import nodes
from kiosk.outbox.api import Delivered, NotAccepted, Reason, Refused, Sealed, Waiting
from kiosk.portal.contract import provisional_code, provisional_number
from kiosk.portal.errors import FailureKind, PortalFailure
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.visiting import Visitor

CONTEXT = samples.context()


def at_home() -> Visitor:
    return Visitor(CONTEXT, samples.at(p.Attract(), visit=False)).press("attract.start")


def at_form(service: str = "buergeranregung") -> Visitor:
    visitor = at_home().press("home.all")
    group = CONTEXT.catalogue.services[service].group
    visitor.press(f"group.{group}", f"service.{service}", "intro.start")
    return visitor.press("privacy.next") if visitor.page.id == "privacy" else visitor


def at_name() -> Visitor:
    """First question of the dog: family name and given names."""
    return at_form("hund_anmelden")


def filled() -> Visitor:
    """Suggestion or complaint, ready to be confirmed."""
    visitor = at_form()
    while visitor.page.id.startswith("question."):
        rows = [node for node in nodes(visitor.page) if node.id.startswith("choice.")]
        if rows and not any(Mark.SELECTED in row.marks for row in rows):
            visitor.press(rows[-1].id)
        for node in list(nodes(visitor.page)):
            if node.role is Role.FIELD:
                visitor.press(node.id).write("mehr baenke")
        before = visitor.page.id
        visitor.press("form.next")
        assert visitor.page.id != before, visitor.mistakes()
    while visitor.page.id == "review":
        visitor.press("review.next")
    return visitor


def confirmed() -> Visitor:
    visitor = filled()
    for node in list(nodes(visitor.page)):
        if node.id.startswith("consent."):
            visitor.press(node.id)
    return visitor


def sending() -> tuple[Visitor, UUID]:
    visitor = confirmed().press("confirm.send")
    return visitor, visitor.sent()[0].key


# --- Finding ---


def test_search_finds_with_a_typing_error() -> None:
    visitor = at_home().press("home.search").write("hunt")
    assert visitor.page.id == "search"
    assert visitor.press("service.hund_anmelden").page.id == "service.intro"


def test_physical_keys_write_into_the_search() -> None:
    visitor = at_home().press("home.search")
    for sign in "Hundx":
        visitor.happen(Typed("search", sign))
    visitor.happen(Erased("search"))
    assert visitor.value("search.field") == "Hund"


def test_what_was_searched_for_is_gone_at_the_end() -> None:
    visitor = at_home().press("home.search").write("hund").press("utility.end")
    assert visitor.state.session.query == ""
    assert visitor.press("attract.start").press("home.search").value("search.field") == ""


def test_intro_says_what_is_needed_and_offers_the_counter() -> None:
    visitor = at_home().press("home.all").press("group.ordnung").press("service.hund_anmelden")
    assert "Anmeldung kostenfrei, Steuer per Bescheid" in visitor.said()
    assert visitor.press("intro.queue").page.id == "working"


def test_without_room_in_the_outbox_nobody_starts() -> None:
    visitor = at_home().happen(RoomChanged(room=False)).press("home.all", "group.ordnung", "service.hund_anmelden")
    assert "intro.start" not in {node.id for node in nodes(visitor.page)}
    assert "Gerade können wir keinen Antrag annehmen." in visitor.said()


def test_a_service_that_needs_paper_is_not_begun_without_and_says_so_first() -> None:
    services = CONTEXT.catalogue.services
    dog = msgspec.structs.replace(services["hund_anmelden"], needs_paper=True)
    catalogue = msgspec.structs.replace(CONTEXT.catalogue, services={**services, dog.id: dog})
    visitor = Visitor(replace(CONTEXT, catalogue=catalogue), at_home().state)
    visitor.happen(PrinterChanged(PrinterStatus.NO_PAPER)).press("home.all", "group.ordnung", "service.hund_anmelden")
    assert "intro.start" not in {node.id for node in nodes(visitor.page)}
    assert "Ohne Papier geht diese Leistung nicht." in visitor.said()
    visitor.happen(PrinterChanged(PrinterStatus.PAPER_LOW))
    assert "Ohne Papier" not in visitor.said()
    assert visitor.press("intro.start").page.id == "privacy"


def test_the_list_of_what_to_bring_is_printed_and_said_to_be_there_only_when_it_is() -> None:
    visitor = at_home().press("home.all", "group.ordnung", "service.hund_anmelden", "intro.list")
    [job] = [effect for effect in visitor.effects if isinstance(effect, PrintDocument)]
    assert job.document.kind == "check_list"
    assert "wird gedruckt" in visitor.said()
    assert "intro.list" not in {node.id for node in nodes(visitor.page)}
    visitor.happen(PrintFinished(job.job, Printed()))
    assert "Entnehmen Sie Ihre Liste" in visitor.said()
    assert visitor.press("intro.start").page.id == "privacy"


def test_a_list_that_was_not_printed_says_why_and_may_be_tried_again() -> None:
    visitor = at_home().press("home.all", "group.ordnung", "service.hund_anmelden", "intro.list")
    [job] = [effect for effect in visitor.effects if isinstance(effect, PrintDocument)]
    visitor.happen(PrintFinished(job.job, NotPrinted(PrinterStatus.COVER_OPEN)))
    assert "Die Klappe am Drucker ist offen" in visitor.said()
    visitor.happen(PrinterChanged(PrinterStatus.READY)).press("intro.list").wait(46)
    assert "vielleicht nicht vollständig" in visitor.said()


# --- Typing ---


def test_first_letter_is_a_capital_then_small_ones() -> None:
    visitor = at_name().write("mustermann")
    assert visitor.value("field.familienname") == "Mustermann"


def test_shift_holds_for_one_letter() -> None:
    visitor = at_name().write("mac").press("keyboard.shift").write("donald")
    assert visitor.value("field.familienname") == "MacDonald"


def test_further_pages_of_the_keyboard_have_letters_with_marks() -> None:
    visitor = at_name().write("a")
    for _ in range(9):
        if any(node.id == "keyboard.ș" for node in nodes(visitor.page)):
            break
        visitor.press("keyboard.more")
    assert visitor.press("keyboard.ș").value("field.familienname") == "Aș"


def test_delete_takes_the_last_character_and_never_more_than_there_is() -> None:
    visitor = at_name().write("ab").press("keyboard.delete", "keyboard.delete", "keyboard.delete")
    assert visitor.value("field.familienname") == ""


def test_date_boxes_take_digits_only_and_no_more_than_fit() -> None:
    visitor = at_name().write("a").press("field.vornamen").write("b").press("form.next")
    visitor.write("123").press("pad.next").write("4").happen(Typed(visitor.page.id, "x"))
    assert visitor.value("field.geburtsdatum.day") == "12"
    assert visitor.value("field.geburtsdatum.month") == "4"


# --- Mistakes, back, change ---


def test_empty_answers_are_named_on_top_and_at_the_field() -> None:
    visitor = at_name().press("form.next")
    assert visitor.mistakes() == ["Geben Sie den Familiennamen ein.", "Geben Sie die Vornamen ein."]
    at_field = [node.name for node in nodes(visitor.page) if node.id.startswith("error.")]
    assert at_field == visitor.mistakes()
    visitor.write("x").press("field.vornamen").write("y").press("form.next")
    assert visitor.page.id == "question.halter.geburtsdatum"


def test_an_impossible_date_says_why() -> None:
    visitor = at_name().write("a").press("field.vornamen").write("b").press("form.next")
    visitor.write("31").press("pad.next").write("4").press("pad.next").write("1985").press("form.next")
    assert visitor.mistakes() == ["Der 31. April 1985 ist kein Datum. Prüfen Sie den Tag."]


def test_back_loses_nothing_even_unchecked() -> None:
    visitor = at_name().write("a").press("field.vornamen").write("b").press("form.next").write("31").press("form.back")
    assert visitor.value("field.familienname") == "A"
    assert visitor.press("form.next").value("field.geburtsdatum.day") == "31"


def test_back_from_the_first_question_and_start_again_keeps_it() -> None:
    visitor = at_name().write("a").press("form.back")
    assert visitor.page.id == "service.intro"
    assert visitor.press("intro.start").value("field.familienname") == "A"


def test_change_in_the_review_leads_back_there() -> None:
    visitor = filled()
    assert visitor.page.id == "confirm"
    visitor.press("confirm.back")
    change = next(node.id for node in nodes(visitor.page) if node.id.startswith("change."))
    assert visitor.press(change).page.id == f"question.{change.removeprefix('change.')}"
    assert visitor.press("form.next").page.id == "review"


def test_a_change_that_opens_a_new_question_asks_it_before_the_review() -> None:
    visitor = at_form("bewohnerparkausweis")
    visitor.happen(OptionsAnswered("bewohnerparkausweis", "parkzonen", samples.options()))
    assert isinstance(visitor.state.phase, p.OptionsLoading | p.Privacy | p.Asking)


# --- Send ---


def test_missing_declarations_are_named_and_nothing_is_sent() -> None:
    visitor = filled().press("confirm.send")
    assert visitor.page.id == "confirm"
    assert visitor.mistakes()
    assert not visitor.sent()


def test_sealed_is_not_arrived_and_arrived_is_the_receipt() -> None:
    visitor, key = sending()
    assert visitor.page.id == "sending"
    assert "Ihre Angaben sind sicher." not in visitor.said()
    visitor.happen(OutboxSaid(Sealed(key)))
    assert "Ihre Angaben sind sicher." in visitor.said()
    assert "eingegangen" not in visitor.said()
    visitor.happen(OutboxSaid(Delivered(key, samples.application_receipt(key))))
    assert visitor.page.id == "done"
    assert "Ihre Meldung ist beim Amt eingegangen" in visitor.said()
    assert "MY-2026-004711" in visitor.said()
    assert visitor.state.session.filling is None
    visitor.press("slip.print")
    assert "Entnehmen" not in visitor.said()
    visitor.happen(PrintFinished(f"receipt:{key}", Printed()))
    assert "Entnehmen Sie Ihren Beleg" in visitor.said()
    assert visitor.press("done.end").page.id == "attract"


def test_double_tap_on_send_sends_once() -> None:
    visitor = confirmed()
    page = visitor.page.id
    visitor.press("confirm.send")
    from kiosk.dialogue.events import Pressed

    visitor.happen(Pressed(page, "confirm.send"))
    assert len(visitor.sent()) == 1


def test_portal_away_gives_the_provisional_number_and_does_not_claim_arrival() -> None:
    visitor, key = sending()
    visitor.happen(OutboxSaid(Sealed(key))).happen(OutboxSaid(Waiting(key, samples.UNREACHABLE)))
    assert visitor.page.id == "done"
    assert provisional_number(key) in visitor.said()
    code = visitor.sent()[0].code
    assert code != provisional_code(key), "whoever finds the key on the disk must not have the code"
    assert f"{code[:4]}\u00a0{code[4:]}" in visitor.said()
    assert "eingegangen" not in visitor.said()
    visitor.press("slip.print")
    prints = [effect for effect in visitor.effects if isinstance(effect, PrintDocument)]
    assert provisional_number(key) in repr(list(prints[0].document.parts))


def test_no_answer_after_sealing_is_treated_as_waiting() -> None:
    visitor, key = sending()
    visitor.happen(OutboxSaid(Sealed(key))).wait(46)
    assert visitor.page.id == "done"
    assert provisional_number(key) in visitor.said()


def test_not_accepted_keeps_everything_and_may_be_tried_again() -> None:
    visitor, key = sending()
    visitor.happen(OutboxSaid(NotAccepted(key, Reason.STORE)))
    assert visitor.page.id == "not.sent"
    assert visitor.state.session.filling is not None
    visitor.press("not_sent.again").press("confirm.send")
    assert [effect.key for effect in visitor.sent()] == [key, key]


def test_refused_by_the_portal_is_said_and_leads_to_the_counter() -> None:
    visitor, key = sending()
    visitor.happen(OutboxSaid(Sealed(key)))
    visitor.happen(OutboxSaid(Refused(key, PortalFailure(FailureKind.REFUSED, "validation"))))
    assert "kann die Meldung so nicht annehmen" in visitor.said()
    assert "not_sent.again" not in {node.id for node in nodes(visitor.page)}


def test_answers_about_another_application_change_nothing() -> None:
    visitor, _ = sending()
    visitor.happen(OutboxSaid(Delivered(samples.OTHER_TICKET, samples.application_receipt(samples.OTHER_TICKET))))
    assert visitor.page.id == "sending"


def test_no_paper_says_to_write_the_number_down() -> None:
    visitor, key = sending()
    visitor.happen(OutboxSaid(Delivered(key, samples.application_receipt(key))))
    visitor.press("slip.print").happen(PrintFinished(f"receipt:{key}", NotPrinted(PrinterStatus.NO_PAPER)))
    assert "Der Drucker hat kein Papier" in visitor.said()
    assert "Entnehmen" not in visitor.said()
    assert "MY-2026-004711" in visitor.said()


# --- Leaving ---


def test_end_asks_once_when_something_would_be_lost() -> None:
    visitor = at_name().write("geheim").press("utility.end")
    assert visitor.page.id == "leaving"
    assert visitor.press("leaving.stay").value("field.familienname") == "Geheim"
    visitor.press("utility.end").press("leaving.end")
    assert visitor.page.id == "attract"
    assert visitor.state.session.filling is None
    assert "Geheim" not in repr(visitor.state)


def test_walking_away_from_a_form_warns_for_a_minute_then_wipes() -> None:
    visitor = at_name().write("geheim").wait(121)
    assert visitor.page.id == "time.warning"
    assert visitor.wait(50).page.id == "time.warning"
    visitor.wait(11)
    assert visitor.page.id == "attract"
    assert visitor.state.session.filling is None


def test_no_repr_tells_what_was_typed() -> None:
    visitor = at_name().write("geheim").press("field.vornamen").write("streng").press("form.next")
    assert "eheim" not in repr(visitor.state)
    visitor, _ = sending()
    assert "aenke" not in repr(visitor.effects)
    assert "aenke" not in repr(visitor.state)


def test_nothing_can_end_the_visit_while_it_is_being_sent() -> None:
    visitor, _ = sending()
    assert "utility.end" not in {node.id for node in nodes(visitor.page)}
    assert visitor.wait(200).page.id == "sending"


# --- Options and status ---


def test_options_come_from_the_portal_and_the_pause_page_helps() -> None:
    visitor = at_home().press("home.all", "group.verkehr", "service.bewohnerparkausweis", "intro.start")
    asked = [effect for effect in visitor.effects if isinstance(effect, FetchOptions)]
    assert len(asked) == 1
    visitor.happen(OptionsAnswered(asked[0].service, asked[0].source, samples.UNREACHABLE))
    assert visitor.page.id == "paused"
    visitor.press("paused.again")
    answer = samples.options()
    visitor.happen(OptionsAnswered(asked[0].service, asked[0].source, answer))
    while visitor.page.id == "working":
        following = [effect for effect in visitor.effects if isinstance(effect, FetchOptions)][-1]
        visitor.happen(OptionsAnswered(following.service, following.source, answer))
    assert visitor.page.id == "privacy"


def asked(visitor: Visitor) -> UUID:
    return [effect for effect in visitor.effects if isinstance(effect, QueryStatus)][-1].request


def at_status() -> Visitor:
    visitor = at_home().press("service.vorgang_status", "intro.start")
    assert visitor.page.id == "question.abfrage.receipt"
    visitor.write("my-2026-004711").press("field.zugangscode").write("k7f3p9xd")
    return visitor.press("form.next")


def test_status_is_asked_with_what_was_typed_and_shown_in_steps() -> None:
    visitor = at_status()
    query = next(effect for effect in visitor.effects if isinstance(effect, QueryStatus)).query
    assert (query.case_number, query.access_code) == ("MY-2026-004711", "K7F3P9XD")
    visitor.happen(StatusAnswered(asked(visitor), samples.case_status()))
    assert visitor.page.id == "status"
    assert "Ihr Antrag wird bearbeitet" in visitor.said()
    assert visitor.state.session.filling is None


def test_wrong_number_and_wrong_code_read_the_same() -> None:
    visitor = at_status()
    visitor.happen(StatusAnswered(asked(visitor), PortalFailure(FailureKind.REFUSED, "not-found")))
    assert visitor.mistakes() == ["Nummer und Code passen nicht zusammen. Vergleichen Sie beides mit dem Beleg."]
    assert visitor.value("field.vorgangsnummer") == "MY-2026-004711"


def test_status_survives_a_pause() -> None:
    visitor = at_status()
    visitor.happen(StatusAnswered(asked(visitor), samples.UNREACHABLE))
    assert visitor.page.id == "paused"
    visitor.press("paused.again").happen(StatusAnswered(asked(visitor), samples.case_status()))
    assert visitor.page.id == "status"


def test_forms_go_on_while_the_portal_is_away() -> None:
    visitor = Visitor(CONTEXT, samples.at(p.Attract(), visit=False))
    for _ in range(3):
        visitor.happen(PortalProbed(samples.UNREACHABLE))
    assert visitor.page.id == "attract"
    visitor.press("attract.start")
    assert "Geht zurzeit nicht" in visitor.said()
    assert "zurzeit nur für Anträge von hier" in visitor.said()
    assert visitor.press("service.hund_anmelden", "intro.start").page.id == "privacy"
    full = Visitor(CONTEXT, samples.at(p.Attract(), visit=False)).happen(RoomChanged(room=False))
    for _ in range(3):
        full.happen(PortalProbed(samples.UNREACHABLE))
    assert full.page.id == "out.of.service"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_question_of_every_live_service_makes_a_page(lang: str) -> None:
    for service in CONTEXT.catalogue.live:
        if not service.steps or not any(step.fields for step in service.steps):
            continue
        filling = samples.filling(service.id)
        for question in filling.questions:
            state = samples.at(p.Asking(question.id))
            appearance = replace(state.session.appearance, lang=lang)
            state = replace(state, session=replace(state.session, filling=filling, appearance=appearance))
            page = Visitor(CONTEXT, state).page
            assert page.id == f"question.{question.id}"
            assert page.focus
