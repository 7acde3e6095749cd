"""The slip with an appointment: when, where, what to bring. Without the name of who comes."""

from dataclasses import dataclass, field
from datetime import datetime

from devices.printer.document import Document, Figure, Heading, Item, Note, Pair, Paragraph, Part, Qr, Rule
from kiosk.documents.slip import Issuer, head, slip, weekday
from kiosk.texts import Wording


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment that the portal has confirmed.

    Args:
        number: how the office finds it.
        service: what for.
        starts: when, in local time.
        minutes: how long, None if the portal does not say.
        office: who expects the person.
        place: room or counter.
        way: how to get there.
        bring: what is needed.
        manage_url: page where it can be moved or cancelled, with an unguessable token; empty without one.
    """

    number: str = field(repr=False)
    service: str
    starts: datetime
    minutes: int | None
    office: str
    place: str
    way: str
    bring: tuple[str, ...]
    manage_url: str = field(repr=False)


def appointment_slip(issuer: Issuer, w: Wording, told: Appointment, *, large: bool = False) -> Document:
    """The slip in the language of `w`; day and time dominate."""
    parts: tuple[Part, ...] = (
        *head(issuer, told.office),
        Paragraph(w("appointment.title")),
        Heading(weekday(w, told.starts), large=True),
        Figure(f"{told.starts:%H:%M}"),
        Heading(told.service),
        *_duration(w, told.minutes),
        Rule(),
        Pair(w("appointment.place"), told.place),
        *((Paragraph(told.way),) if told.way else ()),
        Pair(w("appointment.number"), told.number),
        *_bring(w, told.bring),
        Rule(),
        *_manage(w, told.manage_url),
        Note(w("paper.questions")),
        Note(issuer.terminal),
    )
    return slip("appointment", w, parts, large=large)


def _duration(w: Wording, minutes: int | None) -> tuple[Part, ...]:
    if minutes is None:
        return ()
    return (Pair(w("appointment.duration"), w("appointment.minutes", minutes=w.number(minutes))),)


def _bring(w: Wording, things: tuple[str, ...]) -> tuple[Part, ...]:
    if not things:
        return ()
    return Rule(), Heading(w("appointment.bring")), *(Item(thing, tick=True) for thing in things)


def _manage(w: Wording, url: str) -> tuple[Part, ...]:
    cancel = Paragraph(w("appointment.cancel"))
    return (cancel, Qr(url, w("appointment.code")), Rule()) if url else (cancel,)
