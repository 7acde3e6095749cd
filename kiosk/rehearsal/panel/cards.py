"""States of the control sockets -> cards of the panel; keys of the panel -> situations. Pure.

The words are this tool's own and not the citizen's: they stand here and not in the texts of the terminal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.rehearsal.demo_pin import DEMO_PIN
from screens.panel import Card, Key, Look, Panel, Pill, Tone

SOCKETS = ("card", "printer", "network", "portal")
"""Names of the control sockets, as the stage makes them."""

State = Mapping[str, Any]
States = Mapping[str, State | None]
"""Last word of each socket by its name; None or missing while nobody answers there."""

_SUBTITLE = f"Vorführung, keine echten Daten. Wartungs-PIN {DEMO_PIN}"
_GONE = Pill("nicht da", Tone.BAD)


@dataclass(frozen=True, slots=True)
class Request:
    """What a key asks for: situations of one socket, one after the other."""

    socket: str
    situations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A key and the value of the state it leads to, with the pill that says so."""

    value: str
    key: str
    pill: Pill
    situations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Thing:
    """A card of the panel.

    Args:
        id: begins the ids of its keys.
        field: of the socket's state.
        verbs: its keys name what they do and not what is then so; the useful one is filled.
    """

    id: str
    socket: str
    field: str
    icon: str
    title: str
    subtitle: Callable[[State], str]
    choices: tuple[_Choice, ...]
    verbs: bool = False


def panel(states: States) -> Panel:
    """The panel for these states."""
    return Panel("Bühne", _SUBTITLE, tuple(_card(t, states.get(t.socket)) for t in _THINGS))


def request(key: str) -> Request:
    """What a press on the key with this id asks for.

    Raises:
        KeyError: there is no such key.
    """
    return _REQUESTS[key]


def _card(thing: _Thing, state: State | None) -> Card:
    value = None if state is None else state.get(thing.field)
    now = next((choice for choice in thing.choices if choice.value == value), None)
    unknown = Pill(f"unbekannt: {value}", Tone.WARN) if state is not None else _GONE
    keys = tuple(
        Key(f"{thing.id}.{choice.value}", choice.key, _look(thing, choice is now, gone=state is None))
        for choice in thing.choices
    )
    return Card(thing.icon, thing.title, thing.subtitle(state or {}), unknown if now is None else now.pill, keys)


def _look(thing: _Thing, is_now: bool, *, gone: bool) -> Look:
    if gone:
        return Look.FLAT
    if thing.verbs:
        return Look.PLAIN if is_now else Look.FILLED
    return Look.CHOSEN if is_now else Look.PLAIN


def _always(text: str) -> Callable[[State], str]:
    return lambda _state: text


def _slips(state: State) -> str:
    count, last = state.get("slips"), state.get("last_slip")
    if count == 0:
        return "Noch kein Beleg gedruckt"
    if not last:
        return "Schalter am Gerät"
    return f"{count} {'Beleg' if count == 1 else 'Belege'} gedruckt, zuletzt {last}.png"


def _answers(state: State) -> str:
    match state.get("portal"):
        case "slow":
            return f"Antwortet nach {state.get('slow_s', 0):.0f} Sekunden"
        case "error":
            return "Antwortet mit Fehler 503"
        case "down":
            return "Nimmt keine Verbindung an"
        case "up":
            count = state.get("tickets", 0)
            return f"{count} {'Nummer' if count == 1 else 'Nummern'} gezogen, {state.get('waiting', 0)} warten"
    return "Server der Stadt"


_THINGS = (
    _Thing(
        "id_card", "card", "card", "card", "Ausweis", _always("Kartenfeld rechts"),
        (
            _Choice("inserted", "Auflegen", Pill("liegt auf", Tone.GOOD), ("insert",)),
            _Choice("removed", "Wegnehmen", Pill("liegt nicht auf", Tone.NOTE), ("remove",)),
        ),
        verbs=True,
    ),
    _Thing(
        "cover", "printer", "cover", "printer", "Druckerklappe", _always("Belegdrucker links"),
        (
            _Choice("closed", "Zu", Pill("zu", Tone.GOOD), ("cover_closed",)),
            _Choice("open", "Offen", Pill("offen", Tone.WARN), ("cover_open",)),
        ),
    ),
    _Thing(
        "paper", "printer", "paper", "paper", "Papierrolle", _always("Thermopapier, 80 mm breit"),
        (
            _Choice("ok", "Voll", Pill("voll", Tone.GOOD), ("paper_in",)),
            _Choice("low", "Bald leer", Pill("bald leer", Tone.WARN), ("paper_low",)),
            _Choice("out", "Leer", Pill("leer", Tone.BAD), ("paper_out",)),
        ),
    ),
    _Thing(
        "power", "printer", "power", "queue", "Drucker", _slips,
        (
            _Choice("on", "An", Pill("an", Tone.GOOD), ("on",)),
            _Choice("off", "Aus", Pill("aus", Tone.BAD), ("off",)),
        ),
    ),
    _Thing(
        "network", "network", "cable", "network", "Netz", _always("Kabel zum Rathaus"),
        (
            _Choice("whole", "An", Pill("verbunden", Tone.GOOD), ("restore",)),
            _Choice("slow", "Langsam", Pill("langsam", Tone.WARN), ("restore", "slow")),
            _Choice("cut", "Aus", Pill("getrennt", Tone.BAD), ("cut",)),
        ),
    ),
    _Thing(
        "portal", "portal", "portal", "museum", "Portal", _answers,
        (
            _Choice("up", "Antwortet", Pill("erreichbar", Tone.GOOD), ("up",)),
            _Choice("slow", "Träge", Pill("träge", Tone.WARN), ("slow",)),
            _Choice("error", "Fehler", Pill("Fehler", Tone.BAD), ("error",)),
            _Choice("down", "Aus", Pill("nicht erreichbar", Tone.BAD), ("down",)),
        ),
    ),
)  # fmt: skip
"""The cards from top to bottom. `restore` before `slow`, because a slow cable that was cut stays cut."""

_REQUESTS = {
    f"{thing.id}.{choice.value}": Request(thing.socket, choice.situations)
    for thing in _THINGS
    for choice in thing.choices
}
