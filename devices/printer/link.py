"""The wire to a printer, whatever it is made of: TCP, USB, serial. Protocols only.

A `Line` is what the settings name; it can be opened again and again. A `Link` is one connection on it. Every step has a
deadline, and every fault of the wire is a value: `Moved.open` turns False, or `Line.open` says why it gives no link. A
write that succeeded proves nothing about paper; `Moved.sent` counts what left this program.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Moved:
    """What one `pump` did: bytes taken from us, bytes received, and whether the connection still stands."""

    sent: int
    received: bytes
    open: bool


@dataclass(frozen=True, slots=True)
class NoLink:
    """There is no connection; `reason` says why and what to look at, for the log."""

    reason: str


class Link(Protocol):
    """One connection. Not thread-safe."""

    def pump(self, outgoing: bytes | memoryview, wait_s: float) -> Moved:
        """Sends what fits and takes what has come; waits up to `wait_s` for either. Sending never blocks receiving."""

    def close(self, drain_s: float) -> None:
        """Ends the connection in order: waits up to `drain_s` until everything sent is through and nothing comes."""

    def abort(self) -> None:
        """Ends the connection and throws away what has not left this machine yet. Closing after it does nothing."""

    def fileno(self) -> int | None:
        """A descriptor that can be read when the printer says something; None where there is none."""


class Line(Protocol):
    """Where a printer is connected."""

    @property
    def bytes_per_s(self) -> float:
        """What the wire carries at least; infinite where the printer is the slower one."""

    @property
    def shared(self) -> bool:
        """Whether others reach the printer on the same wire, so that holding it while idle may lock them out."""

    def open(self, timeout_s: float) -> Link | NoLink:
        """Connects within `timeout_s`. Never raises for what the outside world can cause."""
