"""One power cut: random work on `state.db`, the plug is pulled at a random call of the disk, the file is read again.

The work is done twice, on a disk that loses what it may and on one that never fails. After the cut the real file must
hold every table as the good disk had it before the change that was cut, or after it: nothing acknowledged is lost,
nothing is doubled, nothing half done. Outbox, print journal and the journal of queue numbers write in turn, as they do
in a terminal.
"""

import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from devices.printer import NotPrinted, Printed, PrinterStatus, Unknown
from devices.printer.journal import JournalError
from kiosk.outbox import Store
from kiosk.records.draw_journal import DrawJournal
from kiosk.records.print_journal import PrintJournal
from kiosk.state_db import StateDb, StoreError
from kiosk.state_db.connection import PRAGMAS
from tests.faults.apsw_connection import connector
from tests.faults.disk import Call, Disk, PowerOffError

CHANGES = 40
LATEST_CALL = 400
Tables = dict[str, list[tuple[object, ...]]]
Change = Callable[["Terminal"], object]


@dataclass
class Run:
    """A run and what is wrong with it.

    Args:
        acknowledged: changes that were reported as durable before the cut.
        cut_while: whether the power went in the middle of a change.
    """

    seed: int
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    cut_while: bool = False


class Terminal:
    """What of a terminal writes into `state.db`."""

    def __init__(self, path: Path, disk: Disk | None, pragmas: Sequence[str] = PRAGMAS) -> None:
        self.now = 1_790_000_000.0
        self.db = StateDb(path) if disk is None else StateDb(path, connector(disk, pragmas))
        try:
            self.outbox = Store(self.db)
            self.journal = PrintJournal(self.db, lambda: self.now)
            self.draws = DrawJournal(self.db, lambda: self.now)
        except StoreError:
            self.db.close()
            raise

    def draw(self, change: Callable[[UUID], None], ticket: UUID) -> None:
        """A change to the journal of queue numbers, which keeps failures of the disk to itself."""
        change(ticket)
        if self.db.doubtful:
            raise StoreError("seen by the next one to use the database")

    def tables(self) -> Tables:
        """Everything that is in there."""
        with self.db.reading() as tables:
            names = [str(row[0]) for row in tables.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(tables.rows(f"SELECT * FROM {name}"), key=repr) for name in sorted(names)}  # noqa: S608


def changes(chance: random.Random) -> list[Change]:
    """Random work, the same for both disks."""
    keys: list[UUID] = []
    return [_change(chance, keys, number) for number in range(CHANGES)]


def _change(chance: random.Random, keys: list[UUID], number: int) -> Change:
    if not keys or chance.random() < 0.4:
        keys.append(UUID(int=chance.getrandbits(128), version=4))
        key, sealed = keys[-1], "x" * chance.choice((6_000, 6_000, 22_000, 90_000))
        return lambda it: it.outbox.add(key, "town", sealed, it.now)
    key = chance.choice(keys)
    outcome = chance.choice(
        (Printed(), Unknown(PrinterStatus.OFFLINE, cleared=True), NotPrinted(PrinterStatus.NO_PAPER))
    )
    return chance.choice(
        (
            lambda it: it.outbox.postpone(key, number, it.now + number),
            lambda it: it.outbox.hasten(it.now),
            lambda it: it.outbox.quarantine(key, "validation"),
            lambda it: it.outbox.remove(key),
            lambda it: it.outbox.remove(key),
            lambda it: it.outbox.keep_slip(key, b"salt", b"proof" * 8),
            lambda it: it.outbox.clock_was_set(-500.0, keys),
            lambda it: it.draw(it.draws.asked, key),
            lambda it: it.draw(it.draws.came, key),
            lambda it: it.draw(it.draws.ended, key),
            lambda it: it.journal.begin(str(key), "receipt"),
            lambda it: it.journal.claimed(str(key), b"digest", 700),
            lambda it: it.journal.sent(str(key)),
            lambda it: it.journal.ended(str(key), outcome),
            lambda it: it.journal.recover(),
        )
    )


def run(seed: int, folder: Path, *, lies: bool = False, pragmas: Sequence[str] = PRAGMAS) -> Run:
    """Plays one run in a folder of its own and judges it; `lies` and `pragmas` spoil the terminal on purpose."""
    chance, result = random.Random(seed), Run(seed)
    here = folder / f"{seed}"
    (here / "good").mkdir(parents=True)
    cut_at = chance.randint(1, chance.choice((20, LATEST_CALL)))
    work = changes(chance)
    disk = Disk(fault=_power_until(cut_at), lies=lies)
    good = Terminal(here / "good" / "state.db", Disk())
    before = after = good.tables()
    with suppress(StoreError):
        it = Terminal(here / "state.db", disk, pragmas)
        for change in work:
            before = after
            change(good)
            after = good.tables()
            with _shut_down(it, result):
                change(it)
            if result.cut_while:
                break
            before, result.acknowledged = after, result.acknowledged + 1
    good.db.close()
    _look(here, _cut_again(disk.cut(chance), here, chance, lies=lies), (before, after), result)
    if not result.faults:
        shutil.rmtree(here)
    return result


class _shut_down:  # noqa: N801 - reads as the statement that it is
    """A change that is cut ends the work; the lock file goes as it does with a process."""

    def __init__(self, terminal: Terminal, result: Run) -> None:
        self._terminal = terminal
        self._result = result

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: object) -> bool:
        if not isinstance(error, StoreError | JournalError):
            return False
        self._result.cut_while = True
        with suppress(StoreError):
            self._terminal.db.close()
        return True


def _power_until(last: int) -> Callable[[Call, int], None]:
    def fault(call: Call, number: int) -> None:
        if number >= last:
            raise PowerOffError

    return fault


def _cut_again(files: dict[str, bytes], here: Path, chance: random.Random, *, lies: bool) -> dict[str, bytes]:
    """Misfortunes come together: the power goes again while the journal heals the file, up to three times."""
    for _ in range(chance.choice((0, 0, 1, 3))):
        disk = Disk(files, fault=_power_until(chance.randint(1, 12)), lies=lies)
        with suppress(StoreError):
            Terminal(here / "state.db", disk).db.close()
        files = disk.cut(chance)
    return files


def _look(here: Path, files: dict[str, bytes], allowed: tuple[Tables, Tables], result: Run) -> None:
    """With the terminal's own SQLite, as after any start."""
    for name, content in files.items():
        (here / name).write_bytes(content)
    try:
        it = Terminal(here / "state.db", None)
        found = it.tables()
    except StoreError as error:
        result.faults.append(f"cannot be read: {error}")
        return
    if it.db.set_aside is not None:
        result.faults.append("damaged and set aside")
    elif found not in allowed:
        counts = [{name: len(rows) for name, rows in each.items()} for each in (found, *allowed)]
        result.faults.append(f"found, before and after the last change: {counts}")
    elif not result.cut_while and found != allowed[1]:
        result.faults.append("the last acknowledged change is not there")
    it.db.close()
