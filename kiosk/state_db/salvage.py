"""Takes what can still be read out of a damaged database into a fresh one: every row whose own pages are whole.

Rows are taken as they are: an application that was changed is noticed by whoever opens its seal, and one that had been
handed in already is known at the portal by its key. What was deleted is zeros on the disk (`secure_delete`), so nothing
comes back that was gone.
"""

from collections.abc import Iterator

from kiosk.state_db.connection import Connection, Value
from kiosk.state_db.image import Image

_TYPES: dict[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "REAL": (float, int), "BLOB": bytes}
_STATES = {"outbox": "waiting", "print_jobs": "unknown"}
"""What a row is taken for when its state is no state: handed in again, which harms nothing; printed by nobody."""

_Row = dict[str, Value]
_Columns = dict[str, type | tuple[type, ...]]


def salvage(damaged: Image, fresh: Connection) -> int:
    """Copies all rows that can be read, in one transaction; gives how many.

    Raises:
        StoreError: the disk does not take them.
    """
    taken = 0
    fresh.begin()
    for (table,) in fresh.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"):
        columns = _columns(fresh, damaged, str(table))
        for leaf in damaged.leaves if columns else ():
            taken += sum(_taken(fresh, str(table), row) for row in _readable(damaged, str(table), columns, leaf))
    fresh.commit()
    return taken


def _columns(fresh: Connection, damaged: Image, table: str) -> _Columns:
    there, info = damaged.columns(table), fresh.rows(f"PRAGMA table_info({table})")
    return {str(name): _TYPES[str(kind)] for _, name, kind, *_ in info if name in there}


def _readable(damaged: Image, table: str, columns: _Columns, leaf: int) -> Iterator[_Row]:
    for values in damaged.rows(table, ", ".join(columns), leaf):
        row = dict(zip(columns, values, strict=True))
        if all(_fits(value, columns[name]) for name, value in row.items()):
            yield row


def _fits(value: Value, kind: type | tuple[type, ...]) -> bool:
    """Whether the value is of the column's type, and a text is text: otherwise it is spoilt, or another table's."""
    if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
        return False
    return value is None or isinstance(value, kind)


def _taken(fresh: Connection, table: str, row: _Row) -> bool:
    return any(_inserted(fresh, table, each) for each in _repaired(table, row))


def _repaired(table: str, row: _Row) -> Iterator[_Row]:
    """The row as it is, at another place if its own is taken, and with a state if it has none."""
    yield row
    if table in _STATES:
        placeless = {name: value for name, value in row.items() if name != "position"}
        yield placeless
        yield placeless | {"state": _STATES[table]}


def _inserted(fresh: Connection, table: str, row: _Row) -> bool:
    """False when the table does not take such a row, or has it."""
    names, places = ", ".join(row), ", ".join("?" * len(row))
    fresh.rows(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})", tuple(row.values()))  # noqa: S608 - names of the schema
    return fresh.rows("SELECT changes()") == [(1,)]
