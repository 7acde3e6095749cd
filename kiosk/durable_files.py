"""Files that are whole after a power cut: the old one or the new one, under its name (fsync(2), rename(2))."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file of mode 0600 so that after a power cut either the old or the new one is there, whole.

    Raises:
        OSError: it is not written; the old one is untouched.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Makes a folder of mode 0700 and those above it that are not there; durably.

    Raises:
        OSError: it is not made.
    """
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in reversed(missing):
        _sync_folder(each.parent)


def rename_file(old: Path, new: Path) -> None:
    """Gives a file another name in its folder; returns when that is durable.

    Raises:
        OSError: it has the old name, or nobody knows which one it will have after a power cut.
    """
    old.rename(new)
    _sync_folder(new.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
