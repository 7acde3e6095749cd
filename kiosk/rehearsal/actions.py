"""What can be done in a step of a journey: by the person (glass, keys, card), and to the world around the terminal."""

import re
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from kiosk.rehearsal.keys import keysyms

CardDeed = Literal["insert", "remove", "mute", "flip", "slow"]
PrinterDeed = Literal[
    "cover_open",
    "cover_closed",
    "paper_out",
    "paper_low",
    "paper_in",
    "off",
    "on",
    "slow",
    "normal_speed",
    "offline",
    "online",
    "jam",
    "repair",
    "hot",
    "cool",
]
PortalDeed = Literal[
    "up", "down", "slow", "error", "answer_lost", "queue_close", "queue_open", "eid", "block_card", "unblock_cards"
]
NetworkDeed = Literal["cut", "restore", "slow"]


@dataclass(frozen=True, slots=True)
class Tap:
    """A finger on a key: its node id or what stands on it; `times` 2 is a nervous finger."""

    target: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Touch:
    """A finger on the glass beside all keys, in millimetres from the upper left corner."""

    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Type:
    """Letters, each on the keyboard of the screen (`keyboard.<letter>`)."""

    text: str


@dataclass(frozen=True, slots=True)
class TypeRemembered:
    """Types what was remembered under a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Keeps what a person would write down from the screen: what `pattern` finds in name or value of a node."""

    name: str
    node: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a real keyboard or keypad, as X names it."""

    name: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes; the speed divides it."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Situation:
    """Something happens to the world: a request to the control socket of `where`, with its arguments."""

    where: Literal["card", "printer", "portal", "network"]
    deed: str
    arguments: tuple[tuple[str, str | float], ...] = ()


Action = Tap | Touch | Type | TypeRemembered | Remember | Key | Wait | Situation


class RememberedFile(Struct, forbid_unknown_fields=True):
    """What is typed, by the name that it was remembered under."""

    remembered: str


class NodeFile(Struct, forbid_unknown_fields=True):
    """Where something to remember stands: a node, and the part of its text that matches."""

    node: str
    pattern: str = r".+"


class ActionFile(Struct, forbid_unknown_fields=True):
    """An action as it is written: one of these keys, and with some of them one more."""

    tap: str | None = None
    double_tap: str | None = None
    touch: tuple[float, float] | None = None
    type: str | RememberedFile | None = None
    remember: dict[str, NodeFile] | None = None
    key: str | None = None
    wait_s: float | None = None
    card: CardDeed | None = None
    printer: PrinterDeed | None = None
    portal: PortalDeed | None = None
    network: NetworkDeed | None = None
    after_bytes: int | None = None
    after_mm: float | None = None
    seconds: float | None = None
    person: str | None = None
    other: Literal["bank", "health", "blank"] | None = None
    after_apdus: int | None = None
    answer: int | None = None
    mishap: str | None = None


_ARGUMENTS: dict[str, dict[str, set[str]]] = {
    "after_bytes": {"printer": {"cover_open", "off"}},
    "after_mm": {"printer": {"paper_out"}},
    "seconds": {"portal": {"slow"}, "card": {"slow"}},
    "person": {"card": {"insert"}},
    "other": {"card": {"insert"}},
    "after_apdus": {"card": {"remove"}},
    "answer": {"card": {"flip"}},
    "mishap": {"portal": {"eid"}},
}
_SPOKEN = {"other": "card"}
"""How the control socket calls an argument whose name is taken here."""


def action_of(written: ActionFile) -> Action:
    """The action that was written.

    Raises:
        ValueError: none or several, or an addition that this action does not have.
    """
    given = [name for name in written.__struct_fields__ if getattr(written, name) is not None]
    deeds = [name for name in given if name not in _ARGUMENTS]
    arguments = [name for name in given if name in _ARGUMENTS]
    if len(deeds) != 1:
        raise ValueError("names " + (" and ".join(deeds) if deeds else "no action"))
    for name in arguments:
        possible = _ARGUMENTS[name]
        if len(arguments) > 1 or not any(getattr(written, part) in deeds for part, deeds in possible.items()):
            where = ", ".join(f"{part}: {' or '.join(sorted(deeds))}" for part, deeds in possible.items())
            raise ValueError(f"{name} goes with {where} only")
    return _person(written) or _world(written, tuple((_SPOKEN.get(n, n), getattr(written, n)) for n in arguments))


def _person(written: ActionFile) -> Action | None:
    match written:
        case ActionFile(tap=str(target)):
            return Tap(target)
        case ActionFile(double_tap=str(target)):
            return Tap(target, times=2)
        case ActionFile(touch=(x_mm, y_mm)):
            return Touch(x_mm, y_mm)
        case ActionFile(type=str(text)):
            return Type(text)
        case ActionFile(type=RememberedFile(remembered=name)):
            return TypeRemembered(name)
        case ActionFile(remember=dict(places)):
            return _remember(places)
        case ActionFile(key=str(name)):
            keysyms(name)
            return Key(name)
        case ActionFile(wait_s=float(seconds)):
            return Wait(seconds)
        case _:
            return None


def _remember(places: dict[str, NodeFile]) -> Remember:
    if len(places) != 1:
        raise ValueError("names not exactly one thing to remember")
    [(name, place)] = places.items()
    try:
        re.compile(place.pattern)
    except re.error as error:
        raise ValueError(f"pattern of {name} is no regular expression ({error})") from error
    return Remember(name, place.node, place.pattern)


def _world(written: ActionFile, arguments: tuple[tuple[str, str | float], ...]) -> Situation:
    match written:
        case ActionFile(card=str(deed)):
            return Situation("card", deed, arguments)
        case ActionFile(printer=str(deed)):
            return Situation("printer", deed, arguments)
        case ActionFile(portal=str(deed)):
            return Situation("portal", deed, arguments)
        case ActionFile(network=str(deed)):
            return Situation("network", deed)
        case _:
            raise AssertionError("one of the keys is there")
