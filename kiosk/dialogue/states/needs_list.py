"""The list "Das brauchen Sie" that a service's first page prints for those who come back later. One press, one list."""

from dataclasses import replace
from typing import assert_never

from devices.printer.api import NotPrinted, Printed
from kiosk.dialogue.effects import PrintDocument
from kiosk.dialogue.forms.sayings import cost
from kiosk.dialogue.frame import text, wording
from kiosk.dialogue.nodes import Tone
from kiosk.dialogue.pages import Block, Notes
from kiosk.dialogue.paper import large_print, marked, paper_wording
from kiosk.dialogue.phases import Intro
from kiosk.dialogue.state import Context, State, Step, go
from kiosk.dialogue.taking import Declined, Ended, Offered, OnPhone, Printing, Taking
from kiosk.documents.check_list import check_list
from kiosk.services.model import Service
from kiosk.texts import Wording


def offered(state: State, service: Service, list_: Taking | None) -> bool:
    """Whether there is something to print, and a printer that can."""
    return bool(service.needs) and (list_ or Taking("")).offers_paper(state.health.printer)


def print_list(context: Context, state: State, phase: Intro, service: Service) -> Step:
    """Prints it; a second one says that it is a copy."""
    taking = phase.list_ or Taking(f"check_list:{state.now.fresh}")
    w = paper_wording(context, state)
    document = check_list(
        context.setup,
        w,
        service,
        office=context.catalogue.offices[service.office].name.say(w.lang),
        cost=cost(wording(context, state), service),
        at=state.now.wall,
        large=large_print(state),
    )
    printing, job = taking.print(state.now.monotonic)
    return go(state, replace(phase, list_=printing), PrintDocument(job, marked(context, state, taking, document)))


def about(w: Wording, list_: Taking) -> tuple[Block, ...]:
    """What the printer said about the list."""
    match list_.way:
        case Printing():
            note, tone = text("intro.paper", w("intro.list.printing"), icon="printer"), Tone.INFO
        case Ended(outcome=Printed()):
            note, tone = text("intro.paper", w("intro.list.take"), w("ticket.slot"), icon="paper"), Tone.SUCCESS
        case Ended(outcome=NotPrinted(reason)):
            note, tone = text("intro.paper", w(f"ticket.no_paper.{reason.value}"), icon="printer"), Tone.WARN
        case Ended():
            note, tone = text("intro.paper", w("intro.list.unknown"), icon="printer"), Tone.WARN
        case Offered() | OnPhone() | Declined():
            return ()
        case never:
            assert_never(never)
    return (Notes((note,), tone),)
