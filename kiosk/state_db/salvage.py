"""Takes what can still be read out of a damaged database into a fresh one.

Tables are walked by their row numbers, from the front as far as that goes, from the back, and between the two number by
number, without any index: damage in an index costs nothing, a bad leaf costs the rows in it, a bad root its table.

Rows are taken as they are: an application that was changed is noticed by whoever opens its seal, and one that had been
handed in already is known at the portal by its key.
"""

from collections.abc import Iterator

from kiosk.state_db.connection import Connection, Value
from kiosk.state_db.errors import StoreError
from kiosk.state_db.image import Image

_MOST_ROWS = 100_000
"""More than any table has; a damaged tree may go in circles."""
_TYPES: dict[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "REAL": (float, int), "BLOB": bytes}
_STATES = {"outbox": "waiting", "print_jobs": "unknown"}
"""What a row is taken for when its state is no state: handed in again, which harms nothing; printed by nobody."""


def salvage(damaged: Image, fresh: Connection) -> int:
    """Copies all rows that can be read and are not there yet, in one transaction; gives how many.

    Raises:
        StoreError: the disk does not take them.
    """
    taken = 0
    fresh.begin()
    for (table,) in fresh.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"):
        taken += _copied(damaged, fresh, str(table))
    fresh.commit()
    return taken


def _copied(damaged: Image, fresh: Connection, table: str) -> int:
    info = f"PRAGMA table_info({table})"
    try:
        there = {name for _, name, *_ in damaged.rows(info)}
    except StoreError:
        return 0
    columns = [(str(name), _TYPES[str(kind)]) for _, name, kind, *_ in fresh.rows(info) if name in there]
    return sum(_taken(fresh, table, columns, row) for row in _readable(damaged, table, columns))


_Columns = list[tuple[str, type | tuple[type, ...]]]


def _readable(damaged: Image, table: str, columns: _Columns) -> Iterator[tuple[Value, ...]]:
    names = ", ".join(name for name, _ in columns)
    for number in _numbers(damaged, table):
        try:
            rows = damaged.rows(f"SELECT {names} FROM {table} NOT INDEXED WHERE rowid = ?", (number,))  # noqa: S608
        except StoreError:
            continue  # this row's pages
        yield from (row for row in rows if _fits(row, columns))


def _numbers(damaged: Image, table: str) -> list[int]:
    """Row numbers, from the front as far as that goes, all that may lie between, and those from the back."""
    found = list(_walk(damaged, table, "> ?", "ASC", -1))
    last = found[-1] if found else -1
    behind = [number for number in _walk(damaged, table, "< ?", "DESC", 2**63 - 1) if number > last][::-1]
    between = range(last + 1, min(behind[0], last + 1 + _MOST_ROWS)) if behind else range(0)
    return [*found, *between, *behind]


def _walk(damaged: Image, table: str, beyond: str, order: str, start: int) -> Iterator[int]:
    sql = f"SELECT rowid FROM {table} NOT INDEXED WHERE rowid {beyond} ORDER BY rowid {order} LIMIT 1"  # noqa: S608
    at, seen = start, set[int]()
    while len(seen) < _MOST_ROWS:
        try:
            rows = damaged.rows(sql, (at,))
        except StoreError:
            return
        if not rows or not isinstance(number := rows[0][0], int) or number in seen:
            return
        seen.add(number)
        at = number
        yield number


def _fits(row: tuple[Value, ...], columns: _Columns) -> bool:
    """Whether the values are of the columns' types, and texts are texts."""
    for value, (_, kind) in zip(row, columns, strict=True):
        if value is not None and not isinstance(value, kind):
            return False
        if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
            return False
    return True


def _taken(fresh: Connection, table: str, columns: _Columns, row: tuple[Value, ...]) -> bool:
    if _inserted(fresh, table, columns, row):
        return True
    if table not in _STATES:
        return False
    state = [name for name, _ in columns].index("state")
    return _inserted(fresh, table, columns, (*row[:state], _STATES[table], *row[state + 1 :]))


def _inserted(fresh: Connection, table: str, columns: _Columns, row: tuple[Value, ...]) -> bool:
    """False when the table does not take such a row, or has it."""
    names, places = ", ".join(name for name, _ in columns), ", ".join("?" * len(columns))
    fresh.rows(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", row)  # noqa: S608 - names of the schema
    return fresh.rows("SELECT changes()") == [(1,)]
