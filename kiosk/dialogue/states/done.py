"""The application is safe: number, code, what happens next, and what the printer confirmed about the slip."""

from dataclasses import replace
from typing import assert_never

from devices.printer.api import NotPrinted, Printed, PrintOutcome, Unknown
from kiosk.dialogue import faults
from kiosk.dialogue.effects import PrintDocument
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.form_blocks import Receipt
from kiosk.dialogue.frame import frame, heading, text, wording
from kiosk.dialogue.nodes import Node, Role, Tone
from kiosk.dialogue.pages import Appearance, Band, Block, DrawingPlate, Facts, Notes, Page, Spring
from kiosk.dialogue.paper import large_print, marked, paper_wording
from kiosk.dialogue.phases import Done, Home
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State, Step, end_visit, go
from kiosk.dialogue.states import slip
from kiosk.dialogue.states.places import place_facts
from kiosk.dialogue.taking import Declined, Ended, Offered, OnPhone, Printing, Taking
from kiosk.documents.receipt import receipt
from kiosk.texts import Wording


def on_event(context: Context, state: State, phase: Done, event: Event) -> Step:
    """The printer's word goes on the page; something else, or the end."""
    match event:
        case Pressed(node="done.more"):
            return go(state, Home())
        case Pressed(node="done.end"):
            return end_visit(state)
        case _:
            taking, job = slip.after(context, state, phase.taking, event)
            after = replace(phase, taking=taking)
            if job is None:
                return go(state, after)
            document = receipt(context.setup, paper_wording(context, state), phase.slip, large=large_print(state))
            return go(state, after, PrintDocument(job, marked(context, state, phase.taking, document)))


def page(context: Context, state: State, phase: Done) -> Page:
    """21, and its variants: not confirmed yet, no paper."""
    w = wording(context, state)
    key = "provisional" if phase.slip.provisional else "confirmed"
    tone = Tone.WARN if phase.slip.provisional else Tone.SUCCESS
    icon = "hourglass" if phase.slip.provisional else "check"
    plates, fault = _paper(w, state, phase.taking)
    return Page(
        id="done",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            tone,
            icon,
            heading("done.title", w.kind(f"done.{key}", phase.slip.kind)),
            text("done.text", w(f"done.{key}_text")),
        ),
        content=(
            _receipt(w, phase),
            *_facts(w, phase, state.session.appearance),
            *_whom_to_ask(context, state, phase),
            *plates,
        ),
        tray=slip.tray(w, state, phase.taking, slip.Kind.RECEIPT),
        nav=slip.nav(w, state, phase.taking, slip.Kind.RECEIPT, more="done.more", end="done.end"),
        focus=slip.focus(state, phase.taking, end="done.end"),
        fault=fault,
        part=slip.part(phase.taking),
    )


def _receipt(w: Wording, phase: Done) -> Receipt:
    told = phase.slip
    spoken = w("done.spoken", number=" ".join(told.number), code=" ".join(told.code))
    number = Node(id="done.number", role=Role.FIGURE, name=told.number, speech=spoken, private=True)
    code = Node(id="done.qr", role=Role.CODE, name=w("receipt.qr"), value=told.status_url, private=True)
    caption = w("receipt.number_provisional" if told.provisional else "receipt.number")
    words = text("done.code", w("done.code", code=f"{told.code[:4]}\u00a0{told.code[4:]}"))
    return Receipt(text("done.caption", caption), number, replace(words, private=True), code)


def _facts(w: Wording, phase: Done, look: Appearance) -> tuple[Block, ...]:
    """What comes next; in large text only after the question of the slip, and without what the slip says as well."""
    if isinstance(phase.taking.way, Offered) and large(look):
        return ()
    told = phase.slip
    facts = [text("done.next", w("receipt.next"), told.next_step, icon="calendar")]
    if told.due:
        until = w("receipt.due_until", date=w.date(told.due_until)) if told.due_until else w("receipt.due")
        facts.append(text("done.due", until, "\n".join(told.due), icon="document"))
    if phase.taking.slip_expected and not large(look):
        facts.append(text("done.keep", w("done.keep"), w("done.keep.text"), icon="edit"))
    return (Facts(tuple(facts), divider_above=True),)


def _whom_to_ask(context: Context, state: State, phase: Done) -> tuple[Block, ...]:
    """An application that the office does not have yet: where to ask for it. In large text the slip says it."""
    if not phase.slip.provisional or large(state.session.appearance):
        return ()
    return (Facts(place_facts(context, state)[:1], divider_above=True),)


def _paper(w: Wording, state: State, taking: Taking) -> tuple[tuple[Block, ...], str]:
    match taking.way:
        case Offered():
            return slip.question(w, state, taking, slip.Kind.RECEIPT), slip.fault(state, taking)
        case OnPhone():
            note = text("done.paper", w("done.phone"), w("done.phone.text"), icon="qr")
            return (Notes((note,), Tone.INFO),), ""
        case Declined():
            note = text("done.paper", w("done.none"), w("done.no_paper.text"), icon="edit")
            return (Notes((note,), Tone.INFO),), ""
        case Printing():
            return (_plate(w, "illu-terminal-printer", "done.printing"),), ""
        case Ended(outcome=outcome):
            return _ended(w, outcome, back=taking.offers_paper(state.health.printer))
        case never:
            assert_never(never)


def _ended(w: Wording, outcome: PrintOutcome, *, back: bool) -> tuple[tuple[Block, ...], str]:
    match outcome:
        case Printed():
            return (_plate(w, "illu-take-slip", "done.take"),), ""
        case NotPrinted(reason):
            fault = faults.of_printer(reason)
            cause = w("ticket.back" if back and not reason.can_print else f"ticket.no_paper.{reason.value}")
            note = text("done.paper", cause, w("done.no_paper.text"), icon="printer")
            return (Notes((note,), Tone.WARN),), fault.code if fault is not None else ""
        case Unknown():
            note = text("done.paper", w("ticket.unknown"), w("done.no_paper.text"), icon="printer")
            return (Notes((note,), Tone.WARN),), faults.PRINTER_UNKNOWN.code
        case never:
            assert_never(never)


def _plate(w: Wording, drawing: str, key: str) -> DrawingPlate:
    return DrawingPlate(drawing, heading("done.paper", w(key)), text("done.paper.text", w("ticket.slot")))
