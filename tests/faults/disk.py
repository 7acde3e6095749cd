"""A disk in memory that behaves as badly as a real one may, under SQLite (see `apsw_connection`).

What a program wrote is seen by it at once, but is on the platter only after a sync. When the power goes, a random
subset of what was not synced reaches the platter: in any order, by sectors, some of them torn, holes filled with zeros
or with rubbish; unsynced names of files come and go likewise. A sync that fails may drop what it should have written,
as Linux does, so that the next one succeeds and saves nothing.

Every change is one call that a fault may count and refuse, see `Fault`.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

SECTOR = 512


class Call(Enum):
    """What a program can ask of the disk. Reading is not among them: nothing is lost by it."""

    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"


class PowerOffError(Exception):
    """Nothing happens any more on this disk."""


class RefusedCallError(Exception):
    """The disk says that this call failed.

    Args:
        full: for want of room, not for a defect.
    """

    def __init__(self, *, full: bool = False) -> None:
        super().__init__("full" if full else "defect")
        self.full = full


Fault = Callable[[Call, int], None]
"""Asked before each call, with its number from 1 on; raises PowerOffError or RefusedCallError, or lets it be.

May also wait: then the disk is slow.
"""


@dataclass(slots=True, eq=False)
class File:
    """One file, with or without a name: SQLite goes on with a journal that it has deleted."""

    seen: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    unsynced: list[tuple[int, bytes] | int] = field(default_factory=list)
    """In order: (offset, data) of a write, or the size of a truncation."""


class Disk:
    """One folder of files.

    Args:
        files: what is on the platter already.
        fault: see there.
        lies: a sync is answered at once and does nothing, as the cheapest drives do.
        drops: a sync that fails forgets what it should have written.
    """

    def __init__(
        self,
        files: dict[str, bytes] | None = None,
        *,
        fault: Fault = lambda call, number: None,
        lies: bool = False,
        drops: bool = False,
    ) -> None:
        self._fault = fault
        self._lies = lies
        self._drops = drops
        self._names = {name: File(bytearray(content), content) for name, content in (files or {}).items()}
        self._synced_names = dict(self._names)
        self.calls = 0

    def exists(self, name: str) -> bool:
        """Whether a program sees this file."""
        return name in self._names

    def open(self, name: str) -> File:
        """Gives the file, made if it is not there; a new name is not synced."""
        return self._names.setdefault(name, File())

    def write(self, file: File, data: bytes, offset: int) -> None:
        """A call. One that is refused has written its first half, as a short write does."""
        try:
            self._ask(Call.WRITE)
        except RefusedCallError:
            _apply(file, (offset, data[: len(data) // 2]))
            raise
        _apply(file, (offset, data))

    def truncate(self, file: File, size: int) -> None:
        """A call."""
        self._ask(Call.TRUNCATE)
        _apply(file, size)

    def sync(self, file: File) -> None:
        """A call: the file is on the platter, and so are all names (SQLite syncs the folder of a new journal)."""
        try:
            self._ask(Call.SYNC)
        except RefusedCallError:
            if self._drops:
                file.unsynced.clear()
            raise
        if not self._lies:
            file.synced, file.unsynced = bytes(file.seen), []
            self._synced_names = dict(self._names)

    def delete(self, name: str, *, sync: bool) -> None:
        """A call: takes the name away, for good if the folder is synced."""
        self._ask(Call.DELETE)
        self._names.pop(name, None)
        if sync and not self._lies:
            self._synced_names = dict(self._names)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The power goes: what is on the platter afterwards, by name."""
        survival = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        left = {}
        for name in sorted({*self._names, *self._synced_names}):
            before, now = self._synced_names.get(name), self._names.get(name)
            file = before if before is now or chance.random() >= survival else now
            if file is not None:
                left[name] = _survived(file, survival, chance)
        return left

    def _ask(self, call: Call) -> None:
        self.calls += 1
        self._fault(call, self.calls)


def _apply(file: File, change: tuple[int, bytes] | int) -> None:
    file.unsynced.append(change)
    _change(file.seen, change, b"\0")


def _change(content: bytearray, change: tuple[int, bytes] | int, filling: bytes) -> None:
    if isinstance(change, int):
        del content[change:]
        return
    offset, data = change
    content.extend((filling * (offset - len(content)))[: max(0, offset - len(content))])
    content[offset : offset + len(data)] = data


def _survived(file: File, survival: float, chance: random.Random) -> bytes:
    content = bytearray(file.synced)
    filling = chance.choice((b"\0", chance.randbytes(97)))
    pieces = [piece for change in file.unsynced for piece in _pieces(change) if chance.random() < survival]
    if chance.random() < 0.3:
        chance.shuffle(pieces)
    for piece in pieces:
        if not isinstance(piece, int) and chance.random() < 0.1:
            piece = (piece[0], piece[1][: chance.randrange(len(piece[1]))])  # noqa: PLW2901 - torn
        _change(content, piece, filling)
    return bytes(content)


def _pieces(change: tuple[int, bytes] | int) -> list[tuple[int, bytes] | int]:
    """A change by sectors: they reach the platter one by one."""
    if isinstance(change, int):
        return [change]
    offset, data = change
    first = SECTOR - offset % SECTOR
    starts = [0, *range(first, len(data), SECTOR)]
    return [(offset + start, data[start:end]) for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
