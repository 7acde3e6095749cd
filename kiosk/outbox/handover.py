"""For administrators: what the terminal does not send any more leaves it in files, or gets another try.

The terminal must not run meanwhile (`StateDb` sees to that). A file holds what the portal would have been sent, still
sealed, and whatever is needed to hand it in: who has the portal's private key can open it, the terminal cannot.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kiosk.durable_files import make_folder, replace_file
from kiosk.outbox.store import SENDABLE_S, Store, Withheld
from kiosk.portal.contract import provisional_number


def described(withheld: Withheld) -> str:
    """One line about it: number of the slip, when, why. Nothing that a person entered."""
    line = "  ".join((_number(withheld), _moment(withheld.accepted), _reason(withheld)))
    return "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in line)  # what the disk spoilt


def hand_over(store: Store, each: Iterable[Withheld], folder: Path) -> list[Path]:
    """Moves applications into files of their own, mode 0600, and out of the store once they are durable there.

    Args:
        store: of the terminal that does not run.
        each: to be moved.
        folder: made if it is not there. A file is named after what is in it, so taking the same twice is no harm.

    Returns:
        The files.

    Raises:
        OSError: a file cannot be written; its application and those after it are still in the store.
        StoreError: the store's disk; then the last application may be in both places.
    """
    make_folder(folder)
    written = []
    for withheld in each:
        digest = hashlib.sha256(withheld.sealed.encode("utf-8", "surrogateescape")).hexdigest()
        file = folder / f"{_number(withheld)}-{digest[:8]}.json"
        _write(file, withheld)
        store.take_out(withheld.position)
        written.append(file)
    return written


def send_again(store: Store, each: Iterable[Withheld], now: float) -> tuple[int, int]:
    """Takes applications out of quarantine. Gives how many, and how many stay because they are too old to be sent.

    Raises:
        StoreError: the disk.
    """
    sendable, too_old = [], 0
    for withheld in each:
        if now - withheld.accepted > SENDABLE_S:
            too_old += 1
        else:
            sendable.append(withheld)
    for withheld in sendable:
        store.again(withheld.position, now)
    return len(sendable), too_old


def _write(file: Path, withheld: Withheld) -> None:
    content = {
        "number": _number(withheld),
        "idempotency_key": None if withheld.key is None else str(withheld.key),
        "destination": withheld.destination,
        "accepted": _moment(withheld.accepted),
        "reason": _reason(withheld),
        "jwe": withheld.sealed,
    }
    replace_file(file, json.dumps(content, indent=1).encode("ascii"))  # what the disk spoilt comes as escapes


def _number(withheld: Withheld) -> str:
    return "unreadable" if withheld.key is None else provisional_number(withheld.key)


def _reason(withheld: Withheld) -> str:
    return withheld.reason or "too-old"


def _moment(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return "unreadable"
