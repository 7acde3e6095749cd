"""The PC/SC service behind a typed face. The one place of this package that imports `smartcard`.

`PcscPort` is what the watcher needs: four calls, each of which gives a code instead of raising. `ScardPort` is the real
one. pyscard is imported when the port is made, in the thread that uses it: the start of the program does not pay for
it. All calls release the interpreter lock while they block. `CardPort` adds what a card session needs.

libpcsclite reads PCSCLITE_CSOCK_NAME once per process: one process talks to one pcscd for its whole life.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from devices.card.codes import PcscCode

Code = PcscCode | int

LONGEST_WAIT_MS = 0x7FFF_FFFF
"""pyscard passes a signed number on; this is its INFINITE (24 days)."""


class PcscPort(Protocol):
    """Calls of PC/SC as far as a watcher needs them. `context` is the handle of one connection to the service."""

    def connect(self) -> tuple[Code, int]:
        """Connects to the service: code and context."""

    def readers(self, context: int) -> tuple[Code, list[str]]:
        """Lists the readers; no reader at all may be told as an empty list or as NO_READERS."""

    def wait(self, context: int, known: Sequence[tuple[str, int]], timeout_ms: int) -> tuple[Code, list[int]]:
        """Blocks until a reader's state word differs from the known one; gives the new words in the same order."""

    def cancel(self, context: int) -> Code:
        """Ends a `wait` that runs in another thread right now; a later one is not touched."""

    def disconnect(self, context: int) -> None:
        """Gives the context back; the service may be gone already."""


@dataclass(frozen=True, slots=True)
class CardHandle:
    """A card that was taken, and the protocol (bit of PC/SC) that was agreed with it."""

    number: int
    protocol: int


class CardPort(PcscPort, Protocol):
    """Calls of PC/SC for whoever talks to a card."""

    def take(self, context: int, reader: str) -> tuple[Code, CardHandle]:
        """Takes the card for this program alone (SCARD_SHARE_EXCLUSIVE)."""

    def transmit(self, card: CardHandle, command: bytes) -> tuple[Code, bytes]:
        """Carries a command; the answer is empty unless the code is SUCCESS. Cannot be interrupted."""

    def give_back(self, card: CardHandle) -> Code:
        """Resets the card and lets others use it."""


class ScardPort:
    """The real service, through pyscard's thin layer over libpcsclite."""

    def __init__(self) -> None:
        from smartcard import scard  # type: ignore[import-untyped]  # noqa: PLC0415 (see module docstring)

        self._scard = scard

    def connect(self) -> tuple[Code, int]:
        """See PcscPort."""
        raw, context = self._scard.SCardEstablishContext(self._scard.SCARD_SCOPE_USER)
        return PcscCode.of(raw), context

    def readers(self, context: int) -> tuple[Code, list[str]]:
        """See PcscPort."""
        raw, names = self._scard.SCardListReaders(context, [])
        return PcscCode.of(raw), list(names)

    def wait(self, context: int, known: Sequence[tuple[str, int]], timeout_ms: int) -> tuple[Code, list[int]]:
        """See PcscPort."""
        raw, states = self._scard.SCardGetStatusChange(context, min(timeout_ms, LONGEST_WAIT_MS), list(known))
        return PcscCode.of(raw), [state for _, state, _ in states]

    def cancel(self, context: int) -> Code:
        """See PcscPort."""
        return PcscCode.of(self._scard.SCardCancel(context))

    def take(self, context: int, reader: str) -> tuple[Code, CardHandle]:
        """See CardPort."""
        either = self._scard.SCARD_PROTOCOL_T0 | self._scard.SCARD_PROTOCOL_T1
        raw, number, protocol = self._scard.SCardConnect(context, reader, self._scard.SCARD_SHARE_EXCLUSIVE, either)
        return PcscCode.of(raw), CardHandle(number, protocol)

    def transmit(self, card: CardHandle, command: bytes) -> tuple[Code, bytes]:
        """See CardPort."""
        is_t0 = card.protocol == self._scard.SCARD_PROTOCOL_T0
        kind = self._scard.SCARD_PCI_T0 if is_t0 else self._scard.SCARD_PCI_T1
        raw, answer = self._scard.SCardTransmit(card.number, kind, list(command))
        code = PcscCode.of(raw)
        return code, bytes(answer) if code is PcscCode.SUCCESS else b""

    def give_back(self, card: CardHandle) -> Code:
        """See CardPort."""
        return PcscCode.of(self._scard.SCardDisconnect(card.number, self._scard.SCARD_RESET_CARD))

    def disconnect(self, context: int) -> None:
        """See PcscPort."""
        self._scard.SCardReleaseContext(context)
