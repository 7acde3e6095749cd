"""Which files a program and its children have open for writing, looked at while they run (proc(5))."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EVERY_S = 0.1


@contextmanager
def watched_writers() -> Iterator[set[Path]]:
    """Fills the set it gives with every file that a descendant of this process has open for writing.

    Files that are opened, written and closed between two looks are not seen; searching the folders sees those.
    """
    seen: set[Path] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(_EVERY_S):
            for process in _descendants(os.getpid()):
                seen.update(_written_by(process))

    thread = threading.Thread(target=look, name="writers", daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _descendants(process: int) -> Iterator[int]:
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(child) for each in threads for child in (each / "children").read_text().split()]
    except OSError:
        return  # has just ended
    for child in children:
        yield child
        yield from _descendants(child)


def _written_by(process: int) -> Iterator[Path]:
    try:
        descriptors = list(Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return
    for each in descriptors:
        try:
            path, about = os.readlink(each), Path(f"/proc/{process}/fdinfo/{each.name}").read_text()
            same = os.readlink(each) == path  # a number that was given to another file meanwhile tells its flags
        except OSError:
            continue
        flags = int(about.split("flags:")[1].split()[0], 8)
        if same and path.startswith("/") and flags & (os.O_WRONLY | os.O_RDWR):
            yield Path(path.removesuffix(" (deleted)"))
