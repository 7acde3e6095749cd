"""11: the page of a secret: boxes with dots, how many digits, how many tries, the pad, what helps beside it."""

from dataclasses import replace
from typing import assert_never

from kiosk.dialogue.form_blocks import NumberPad
from kiosk.dialogue.forms.keyboard import number_pad
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_attempt import Attempt
from kiosk.dialogue.identity_phases import Entry, IdentityEntry, Said
from kiosk.dialogue.nodes import Node, Role, Tone
from kiosk.dialogue.pages import Block, ErrorSummary, Heading, Nav, NavSplit, Notes, Page, SecretFields, Spring
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.states.identity_look import back_key, panel
from kiosk.identity.api import CardReport, Purpose
from kiosk.texts import Wording

LENGTHS = {
    Entry.PIN: (6,),
    Entry.CAN: (6,),
    Entry.PUK: (10,),
    Entry.OLD_PIN: (5, 6),
    Entry.NEW_PIN: (6,),
    Entry.NEW_PIN_AGAIN: (6,),
}
"""How many digits each secret has (TR-03127 3.3)."""
_BESIDE = {
    Entry.PIN: (("forgotten", "help"), ("transport", "document")),
    Entry.OLD_PIN: (("forgotten", "help"),),
    Entry.CAN: (("can", "card"),),
    Entry.PUK: (("puk", "help"),),
    Entry.NEW_PIN: (),
    Entry.NEW_PIN_AGAIN: (),
}
_COUNTED = (Entry.PIN, Entry.OLD_PIN)
"""Secrets of which the card takes three tries."""


def page_id(entry: Entry) -> str:
    """The page of a secret; screens tell changes of the digits by it."""
    return f"identity.{entry.value}"


def page(context: Context, state: State, phase: IdentityEntry) -> Page:
    """Which secret, how far, and what is left."""
    w = wording(context, state)
    entry = phase.entry
    attempt = state.session.attempt
    report = attempt.report if attempt is not None else None
    places = max(LENGTHS[entry])
    return Page(
        id=page_id(entry),
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=panel(context, state, w, watermark="lock"),
        content=(
            *_said(w, phase, report),
            Heading(
                heading("identity.title", w(_title(entry, attempt))),
                text("identity.lead", _lead(state, w, phase, report)),
            ),
            SecretFields(
                filled=phase.count,
                places=places,
                active=phase.count < places,
                words=Node(id="identity.count", role=Role.STATUS, name=_count(w, entry, phase.count)),
            ),
            *_tries(state, w, phase, report),
        ),
        tray=(_pad(state, w, entry),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=back_key(w),
            primary=button("identity.ok", w(f"identity.{entry.value}.ok"), icon="forward"),
            icon_after=True,
        ),
        focus="identity.ok",
        secret=places,
    )


def _title(entry: Entry, attempt: Attempt | None) -> str:
    """With staff the CAN stands in for the PIN; nothing is wrong with the PIN then."""
    on_site = entry is Entry.CAN and attempt is not None and attempt.purpose is Purpose.ON_SITE
    return "identity.can.on_site" if on_site else f"identity.{entry.value}"


def _count(w: Wording, entry: Entry, count: int) -> str:
    if count == 0:
        return w("identity.digits.none")
    if len(LENGTHS[entry]) > 1:
        return w.count("identity.digits.open", count)
    return w("identity.digits", count=count, places=LENGTHS[entry][0])


def _said(w: Wording, phase: IdentityEntry, report: CardReport | None) -> tuple[Block, ...]:
    """What was wrong; what the card's answer allows, and nothing that it did not say."""
    said = phase.said
    if said is None:
        return ()
    key = f"identity.error.{said.value}"
    if said is Said.UNBLOCKED:
        return (Notes((text("identity.unblocked", w(key), w(f"{key}.text"), icon="check-circle"),), Tone.SUCCESS),)
    match said:
        case Said.WRONG:
            title, sentence = w(f"{key}.{phase.entry.value}"), _wrong(w, phase.entry, report)
        case Said.LENGTH:
            title, sentence = w(key), w(f"{key}.{phase.entry.value}")
        case Said.TRIVIAL | Said.DIFFERENT | Said.CARD_AWAY:
            title, sentence = w(key), w(f"{key}.text")
        case _:
            assert_never(said)
    return (ErrorSummary(heading("identity.error", title), (text("identity.error.text", sentence),)),)


def _wrong(w: Wording, entry: Entry, report: CardReport | None) -> str:
    if entry in _COUNTED and report is not None:
        return w.count("identity.tries.left", report.tries)
    return w(f"identity.wrong.{entry.value}")


def _lead(state: State, w: Wording, phase: IdentityEntry, report: CardReport | None) -> str:
    """Which secret it is; where text is large, the tries that are left have no other place."""
    if phase.entry in _COUNTED and report is not None and large(state.session.appearance):
        return w.count("identity.tries", report.tries)
    return w(f"identity.{phase.entry.value}.lead")


def _tries(state: State, w: Wording, phase: IdentityEntry, report: CardReport | None) -> tuple[Block, ...]:
    """Tries left, before one is made. Where the error above says it, it is not said twice."""
    if phase.entry not in _COUNTED or report is None or phase.said is Said.WRONG or large(state.session.appearance):
        return ()
    few = report.tries < 3
    bold = w.count("identity.tries", report.tries)
    words = "" if state.session.appearance.reach else w(f"identity.tries{'.last' if report.tries == 1 else ''}.text")
    note = text("identity.tries", bold, words, icon="warning" if few else "info")
    return (Notes((note,), Tone.WARN if few else Tone.INFO),)


def _pad(state: State, w: Wording, entry: Entry) -> NumberPad:
    kind = "number" if entry is Entry.CAN else "new" if entry in (Entry.NEW_PIN, Entry.NEW_PIN_AGAIN) else "hide"
    note = text("identity.note", w(f"identity.note.{kind}"), w(f"identity.note.{kind}.text"), icon=_NOTE_ICONS[kind])
    pad = number_pad(w, note, more_boxes=False)
    beside = tuple(button(f"identity.{name}", w(f"identity.key.{name}"), icon=icon) for name, icon in _BESIDE[entry])
    return replace(pad, beside=beside)


_NOTE_ICONS = {"number": "card", "new": "key", "hide": "shield"}
