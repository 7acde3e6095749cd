"""What a visit gives the printer: its language, large print with large letters, marked copies, and nothing personal."""

from dataclasses import replace

import pytest

from devices.printer import profile_of
from devices.printer.api import PrinterStatus, Unknown
from devices.printer.document import Document
from kiosk.dialogue import phases as p
from kiosk.dialogue.effects import PrintDocument
from kiosk.dialogue.events import OutboxSaid, PrinterChanged, PrintFinished
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.pages import Size
from kiosk.dialogue.paper import paper_wording
from kiosk.dialogue.state import State
from kiosk.outbox.api import Delivered, Waiting
from kiosk.services.fields import TextField
from tests.kiosk.dialogue.samples import A_TICKET, UNREACHABLE, application_receipt, at, context
from tests.kiosk.dialogue.test_visit import Visit, with_number
from tests.kiosk.documents.paper import printed

MARK = "Quäxzöldümütgül"
SERVICE = "fundanzeige"


def looking(state: State, *, lang: str = "de", size: Size = Size.M) -> State:
    appearance = replace(state.session.appearance, lang=lang, size=size)
    return replace(state, session=replace(state.session, appearance=appearance))


def papers(visit: Visit) -> list[Document]:
    return [effect.document for effect in visit.effects if isinstance(effect, PrintDocument)]


@pytest.mark.parametrize(("size", "large"), [(Size.S, False), (Size.M, False), (Size.L, True), (Size.XL, True)])
def test_large_letters_on_the_screen_are_large_print_on_paper(size: Size, large: bool) -> None:
    visit = with_number()
    visit.state = looking(visit.state, size=size)
    [document] = papers(visit.press("slip.print"))
    assert document.large is large


def test_paper_speaks_the_language_of_the_visit_and_german_where_it_cannot() -> None:
    visit = with_number()
    visit.state = looking(visit.state, lang="en")
    [document] = papers(visit.press("slip.print"))
    assert "Your queue number" in repr(document)
    assert paper_wording(context(), looking(visit.state, lang="fr")).lang == "de"


def test_the_second_slip_carries_the_mark_and_the_first_does_not() -> None:
    visit = with_number().press("slip.print")
    job = visit.jobs()[-1]
    visit.happen(PrintFinished(job, Unknown(PrinterStatus.OFFLINE))).happen(PrinterChanged(PrinterStatus.READY))
    visit.press("slip.print")
    first, second = papers(visit)
    assert "Zweit" not in repr(first.parts[0])
    assert "Zweit" in repr(second.parts[0])
    assert second.parts[-len(first.parts) :] == first.parts


@pytest.mark.parametrize("delivered", [True, False])
def test_nothing_of_a_marked_person_reaches_the_receipt(delivered: bool) -> None:
    service = context().catalogue.services[SERVICE]
    answers = {field.id: MARK for field in service.fields if isinstance(field, TextField)}
    assert len(answers) > 3
    filling = Filling(service, A_TICKET, answers=answers)
    state = at(p.Sending(A_TICKET, 0.0, "K7F3P9ZZ", sealed=True))
    visit = Visit(replace(state, session=replace(state.session, filling=filling)))
    said = Delivered(A_TICKET, application_receipt()) if delivered else Waiting(A_TICKET, UNREACHABLE)
    visit.happen(OutboxSaid(said)).press("slip.print")
    [document] = papers(visit)
    assert document.kind == "receipt"
    sheet = printed(document, profile_of("epson-tm-t20iii"))
    for found in (repr(document), sheet.reads, sheet.blob.decode("cp1252", "replace")):
        assert MARK not in found
        assert MARK[:6] not in found
    assert service.name.say("de").replace("\u00ad", "") in sheet.reads
