"""Puts a fresh database with all that is readable in the place of a damaged one, which is set aside and never deleted.

The damaged file stays where it is until the fresh one is durable, so a power cut at any moment leaves one of them under
the name: the damaged one, and the rescue begins anew, or none, and `finish_rescue` has the last step to do.
"""

import logging
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.durable_files import rename_file
from kiosk.state_db.connection import Connection
from kiosk.state_db.errors import StoreError, StoreFullError
from kiosk.state_db.image import Image
from kiosk.state_db.opening import MAX_SIZE, open_whole
from kiosk.state_db.salvage import salvage
from kiosk.state_db.schema import LAYOUTS

log = logging.getLogger(__name__)


def rescue(path: Path, connect: Callable[[Path], Connection]) -> None:
    """See the module.

    Raises:
        StoreFullError: no room for what is saved; nothing is changed.
        StoreError, OSError: the disk; the next call begins anew.
    """
    fresh = _fresh(path)
    _remove(fresh)
    try:
        _fill(fresh, path, connect)
    except StoreFullError as error:
        _remove(fresh)
        raise StoreFullError(f"{path} is damaged, and the disk has no room to save what is in it") from error
    _put_aside(path)
    finish_rescue(path)


def finish_rescue(path: Path) -> None:
    """If the power went between the last two steps of a rescue, does the last one.

    Raises:
        StoreError: the disk.
    """
    fresh = _fresh(path)
    if fresh.exists() and not path.exists():
        _rename(fresh, path)


def set_aside(path: Path) -> Path | None:
    """The newest damaged database in the folder: it stays until somebody has looked at it and taken it away."""
    found = sorted(each for each in path.parent.glob(f"{path.name}.damaged-*") if not each.name.endswith("-journal"))
    return found[-1] if found else None


def _fresh(path: Path) -> Path:
    """Where the database grows that takes a damaged one's place."""
    return path.with_name(path.name + ".fresh")


def _remove(database: Path) -> None:
    for each in (database, database.with_name(database.name + "-journal")):
        each.unlink(missing_ok=True)


def _fill(fresh: Path, damaged: Path, connect: Callable[[Path], Connection]) -> None:
    db = open_whole(fresh, connect)
    try:
        for version in LAYOUTS:
            with closing(Image(damaged, MAX_SIZE, version)) as image:
                log.warning("state_db_salvaged %d rows", salvage(image, db))
    finally:
        db.close()


def _put_aside(path: Path) -> None:
    """Renames the database and its journal; both are needed by whoever tries to rescue more of what was in it."""
    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in ("-journal", ""):
        with suppress(FileNotFoundError):
            _rename(path.with_name(path.name + suffix), aside.with_name(aside.name + suffix))


def _rename(old: Path, new: Path) -> None:
    """Durably.

    Raises:
        FileNotFoundError: the old one is not there.
        StoreError: the disk.
    """
    try:
        rename_file(old, new)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(f"{old}: cannot be renamed: {error.strerror}") from error
