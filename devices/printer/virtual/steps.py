"""What a command makes the machine do, one after another. Plain data."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Burn:
    """A strip of paper: its picture, what a person could read on it, and what to call it where it begins."""

    picture: Image.Image
    reads: str | None
    event: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut. `feed`: dots beyond the way to the cutter; None cuts where the paper stands, whatever is behind the head."""

    feed: int | None
    partial: bool


@dataclass(frozen=True, slots=True)
class Barrier:
    """Everything before is done: answer (GS r)."""

    which: int


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything before is done: say this."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Asb:
    """Report these changes of state from now on."""

    mask: int


@dataclass(frozen=True, slots=True)
class Odd:
    """Bytes that were not understood, and where they were."""

    raw: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Understood, but without effect here: what, and where it was."""

    what: str
    at: int


@dataclass(frozen=True, slots=True)
class Started:
    """ESC @: a job begins."""


@dataclass(frozen=True, slots=True)
class StopWhenLow:
    """Whether printing stops when the roll nears its end."""

    on: bool


@dataclass(frozen=True, slots=True)
class KeyLock:
    """Whether the FEED key is without effect."""

    on: bool


@dataclass(frozen=True, slots=True)
class Drawer:
    """A pulse that opens the drawer."""


@dataclass(frozen=True, slots=True)
class Present:
    """The presenter pushes the slip out, or pulls it in."""

    eject: bool
    retract: bool


Step = Burn | Cut | Barrier | Reply | Asb | Odd | Ignored | Started | StopWhenLow | KeyLock | Drawer | Present
