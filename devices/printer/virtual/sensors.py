"""Cover, paper, cutter, head and power as the status bytes that report them. Pure."""

from dataclasses import dataclass
from typing import Literal

CLEARED = b"\x37\x25\x00"
POWER_OFF_NOTICE = b"\x3b\x30\x00"

DRAWER, ONLINE, ERROR, PAPER, PANEL = 0x01, 0x02, 0x04, 0x08, 0x40
"""Bits of GS a: which changes are reported."""


@dataclass
class Sensors:
    """What the printer knows about itself.

    Attributes:
        cover_open, paper, power: as they are.
        offline: put off line by hand.
        jammed: something is in the cutter. It is noticed at the next cut.
        cutter_error: that was noticed; stays until recovery (cover, DLE ENQ, power).
        hot: the head is too hot; goes away by itself.
        broken: unrecoverable; only switching off and on ends it.
        drawer_open, feeding, slip_in_mouth, stop_when_low: as they are.
    """

    cover_open: bool = False
    paper: Literal["ok", "low", "out"] = "ok"
    power: bool = True
    offline: bool = False
    jammed: bool = False
    cutter_error: bool = False
    hot: bool = False
    broken: bool = False
    drawer_open: bool = False
    feeding: bool = False
    slip_in_mouth: bool = False
    stop_when_low: bool = False

    @property
    def error(self) -> bool:
        """Whether something is wrong beyond cover and paper."""
        return self.cutter_error or self.hot or self.broken

    @property
    def out_of_paper(self) -> bool:
        """Whether printing stops for want of paper."""
        return self.paper == "out" or (self.stop_when_low and self.paper == "low")

    @property
    def ready(self) -> bool:
        """Whether paper can move."""
        stopped = self.cover_open or self.out_of_paper or self.offline or self.feeding or self.error
        return self.power and not stopped

    @property
    def waits_for_recovery(self) -> bool:
        """Whether the cause is gone and DLE ENQ would end the error."""
        return self.cutter_error and not self.jammed

    def query(self, which: int) -> bytes:
        """Answer to DLE EOT `which`; none for a number that does not exist."""
        match which:
            case 1:
                bits = 0x04 * self.drawer_open | 0x08 * (not self.ready) | 0x20 * self.waits_for_recovery
            case 2:
                bits = 0x04 * self.cover_open | 0x08 * self.feeding | 0x20 * self.out_of_paper | 0x40 * self.error
            case 3:
                bits = 0x08 * self.cutter_error | 0x20 * self.broken | 0x40 * self.hot
            case 4:
                bits = {"ok": 0x00, "low": 0x0C, "out": 0x6C}[self.paper]
            case _:
                return b""
        return bytes([0x12 | bits])

    def presenter(self) -> bytes:
        """Answer of presenter models to DLE EOT 20: paper, user, recoverable and unrecoverable trouble."""
        out = self.paper == "out"
        paper = 0x01 * out | 0x04 * (self.paper != "ok") | 0x20 * self.slip_in_mouth
        user = 0x01 * self.cover_open | 0x08 * self.feeding
        return bytes([0x10, 0x0F, paper, user, 0x01 * self.hot, 0x02 * self.cutter_error | 0x04 * self.broken])

    def asb(self) -> bytes:
        """The frame of four bytes that reports a change."""
        first = 0x10 | 0x04 * self.drawer_open | 0x08 * (not self.ready) | 0x20 * self.cover_open | 0x40 * self.feeding
        second = 0x01 * self.waits_for_recovery | 0x08 * self.cutter_error | 0x20 * self.broken | 0x40 * self.hot
        return bytes([first, second, self._paper_bits(), 0])

    def barrier(self, which: int) -> bytes:
        """Answer to GS r: 1 paper, 2 drawer."""
        return bytes([self._paper_bits() if which in (1, 49) else 0x01 * self.drawer_open])

    def _paper_bits(self) -> int:
        return {"ok": 0x00, "low": 0x03, "out": 0x0F}[self.paper]


def reported(before: bytes, after: bytes, mask: int) -> bool:
    """Whether the change from one ASB frame to the other is one that GS a `mask` asked for."""
    changed = bytes(a ^ b for a, b in zip(before, after, strict=True))
    wanted = 0x04 * bool(mask & DRAWER) | 0x68 * bool(mask & ONLINE) | 0x40 * bool(mask & PANEL)
    return bool(changed[0] & wanted or (mask & ERROR and changed[1]) or (mask & PAPER and changed[2]))
