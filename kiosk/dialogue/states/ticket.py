"""The number is there. What the page says about paper is what the printer confirmed, nothing more."""

from dataclasses import replace
from typing import assert_never

from devices.printer.api import NotPrinted, Printed, PrinterStatus, PrintOutcome, Unknown
from kiosk.dialogue import faults
from kiosk.dialogue.effects import PrintDocument, ReportTicket
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import frame, heading, text, wording
from kiosk.dialogue.pages import (
    Appearance,
    Band,
    Block,
    CodePlate,
    DrawingPlate,
    Facts,
    Figure,
    Node,
    Notes,
    Page,
    Paragraph,
    Role,
    Spring,
    Tone,
)
from kiosk.dialogue.paper import large_print, marked, paper_wording
from kiosk.dialogue.phases import Home, Ticket
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State, Step, end_visit, go
from kiosk.dialogue.states import slip
from kiosk.dialogue.states.queue_choice import wait_words
from kiosk.dialogue.taking import Declined, Ended, Offered, OnPhone, Printing, Taking
from kiosk.documents.queue_ticket import queue_ticket
from kiosk.portal.contract import QueueTicketOutcome
from kiosk.texts import Wording


def on_event(context: Context, state: State, phase: Ticket, event: Event) -> Step:
    """How the number is taken along, and what the printer said about it; something else, or the end."""
    match event:
        case Pressed(node="ticket.more"):
            return go(state, Home())
        case Pressed(node="ticket.end"):
            return end_visit(state)
        case _:
            taking, job = slip.after(context, state, phase.taking, event)
            after = replace(phase, taking=taking)
            if job is not None:
                w, large = paper_wording(context, state), large_print(state)
                document = queue_ticket(context.setup, w, phase.ticket, large=large)
                return go(state, after, PrintDocument(job, marked(context, state, phase.taking, document)))
            return go(state, after, *_without_paper(phase, taking))


def _without_paper(phase: Ticket, taking: Taking) -> tuple[ReportTicket, ...]:
    """The portal learns that the person has the number, as soon as that is so."""
    if taking.way == phase.taking.way or not isinstance(taking.way, OnPhone | Declined):
        return ()
    reason = "phone" if isinstance(taking.way, OnPhone) else "declined"
    return (ReportTicket(phase.ticket.id, QueueTicketOutcome(outcome="shown", reason=reason)),)


def page(context: Context, state: State, phase: Ticket) -> Page:
    """22b, and its variants: asked first, on the phone, without paper (27)."""
    w = wording(context, state)
    band, plates, fault = _about_paper(w, state, phase)
    return Page(
        id="queue.ticket",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=band,
        content=(_figure(w, phase), *_where(w, phase, state.session.appearance), *plates),
        tray=slip.tray(w, state, phase.taking, slip.Kind.TICKET),
        nav=slip.nav(w, state, phase.taking, slip.Kind.TICKET, more="ticket.more", end="ticket.end"),
        focus=slip.focus(state, phase.taking, end="ticket.end"),
        fault=fault,
        part=slip.part(phase.taking),
    )


def _about_paper(w: Wording, state: State, phase: Ticket) -> tuple[Band, tuple[Block, ...], str]:
    taking = phase.taking
    match taking.way:
        case Offered():
            return _success(w, phase), slip.question(w, state, taking, slip.Kind.TICKET), slip.fault(state, taking)
        case OnPhone():
            return _success(w, phase), (_on_the_phone(w, phase),), ""
        case Declined():
            note = text("ticket.remember", w("ticket.remember"), w("ticket.remember.text"), icon="megaphone")
            return _success(w, phase), (Notes((note,), Tone.INFO),), ""
        case Printing():
            return _success(w, phase), _printing(w), ""
        case Ended(outcome=outcome):
            return _ended(w, phase, outcome, back=taking.offers_paper(state.health.printer))
        case never:
            assert_never(never)


def _ended(w: Wording, phase: Ticket, outcome: PrintOutcome, *, back: bool) -> tuple[Band, tuple[Block, ...], str]:
    match outcome:
        case Printed():
            return _success(w, phase), _take_slip(w), ""
        case NotPrinted(reason) | Unknown(reason):
            unknown = isinstance(outcome, Unknown)
            fault = faults.PRINTER_UNKNOWN.code if unknown else _code(reason)
            band, code = _no_paper_band(w, reason, unknown=unknown, back=back), _on_the_phone(w, phase)
            if not fault or (back and not unknown):  # the printer says nothing is wrong, or no longer
                return band, (code,), fault
            return band, (code, Paragraph(text("ticket.fault", w("fault.line", code=fault)), quiet=True)), fault
        case never:
            assert_never(never)


def _success(w: Wording, phase: Ticket) -> Band:
    name = phase.ticket.service_name.in_language(w.lang)
    return Band(Tone.SUCCESS, "check", heading("ticket.title", w("ticket.title")), text("ticket.service", name))


def _no_paper_band(w: Wording, reason: PrinterStatus, *, unknown: bool, back: bool) -> Band:
    """What went wrong; once the printer is `back`, that instead of a cause that is gone."""
    cause = w(f"ticket.no_paper.{reason.value}")
    title = w("ticket.unknown") if unknown else w("ticket.back") if back and not reason.can_print else cause
    if back:
        sentence = w("ticket.back.again" if unknown else "ticket.back.print")
    elif unknown and not reason.can_print:
        sentence = f"{cause}. {w('ticket.still_valid')}"
    else:
        sentence = w("ticket.still_valid")
    return Band(Tone.WARN, "printer", heading("ticket.title", title), text("ticket.service", sentence))


def _figure(w: Wording, phase: Ticket) -> Figure:
    ticket = phase.ticket
    spoken = " ".join(ticket.number.replace(" ", ""))
    number = Node(id="ticket.number", role=Role.FIGURE, name=ticket.number, speech=w("ticket.spoken", number=spoken))
    ahead = w.count("ticket.ahead", ticket.ahead) if ticket.ahead else w("ticket.next")
    return Figure(number, text("ticket.ahead", ahead), text("ticket.wait", wait_words(w, ticket.wait_minutes)))


def _where(w: Wording, phase: Ticket, look: Appearance) -> tuple[Block, ...]:
    """Where to go; in large text only after the question of the slip, and beside a code the way alone."""
    if isinstance(phase.taking.way, Offered) and large(look):
        return ()
    area, way = phase.ticket.area.in_language(w.lang), phase.ticket.way.in_language(w.lang)
    facts = [text("ticket.area", area, way, icon="pin")]
    if not large(look) or phase.taking.slip_expected:
        facts.append(text("ticket.display", w("ticket.display"), w("ticket.display.text"), icon="megaphone"))
    return (Facts(tuple(facts), divider_above=True),)


def _printing(w: Wording) -> tuple[Block, ...]:
    title = heading("ticket.paper", w("ticket.printing"))
    return (DrawingPlate("illu-terminal-printer", title, text("ticket.paper.text", w("ticket.slot"))),)


def _take_slip(w: Wording) -> tuple[Block, ...]:
    title = heading("ticket.paper", w("ticket.take"))
    return (DrawingPlate("illu-take-slip", title, text("ticket.paper.text", w("ticket.slot"))),)


def _on_the_phone(w: Wording, phase: Ticket) -> CodePlate:
    code = Node(
        id="ticket.code", role=Role.CODE, name=w("ticket.code"), value=phase.ticket.status_url, speech=w("ticket.code")
    )
    number = Node(id="ticket.code.number", role=Role.TEXT, name=phase.ticket.number)
    caption = text("ticket.code.caption", w("ticket.code.caption"))
    validity = text("ticket.code.validity", w("ticket.code.validity"))
    return CodePlate(code, caption, number, validity)


def _code(reason: PrinterStatus) -> str:
    fault = faults.of_printer(reason)
    return fault.code if fault is not None else ""
