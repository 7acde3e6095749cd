"""Plays a journey in a folder of its own, watches what is written meanwhile, and keeps all that it left."""

import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from msgspec.json import decode

from kiosk.rehearsal.journey import Journey
from kiosk.rehearsal.rehearse import Overrides, play
from tests.privacy.marks import files_in
from tests.privacy.watching import watched_writers

SHARED_FOLDERS = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
_OURS = "bt-p-"
_OTHERS = (_OURS, "pytest-of-")
"""Folders of other tests, which run beside this one and copy the whole tree, marks included."""
_MEASURING = "coverage.data."  # line numbers that the test run counts in every process; a terminal has no such thing
_ALLOWED = ("world/town-hall", "world/paper", "evidence/paper", "evidence/pages", "evidence/portal.json")
"""What the town hall received, paper, and what the rehearsal saw of the glass."""


@dataclass(frozen=True)
class Left:
    """What a run left.

    Args:
        folder: of its own, with everything in it: `world`, `evidence`, `home`, `tmp`.
        written: files that somebody was seen to write.
        begun: when it began.
        sources: names of the files in which the marks stand.
    """

    folder: Path
    written: frozenset[Path]
    begun: float
    sources: frozenset[str]

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence"

    @property
    def applications(self) -> list[dict[str, Any]]:
        """What the town hall received."""
        found: list[dict[str, Any]] = decode((self.evidence / "portal.json").read_bytes())["applications"]
        return found

    def searched(self) -> list[Path]:
        """Files in which nothing personal may be."""
        places = [self.folder / place for place in _ALLOWED]
        return [file for file in files_in(self.folder) if not any(file.is_relative_to(place) for place in places)]

    def strange(self) -> set[Path]:
        """Files that were open for writing and lie outside of everything that is searched."""
        searched = (self.folder, *SHARED_FOLDERS)
        found = {file for file in self.written if not any(file.is_relative_to(folder) for folder in searched)}
        found = {file for file in found if not file.name.startswith(_MEASURING)}
        return {file for file in found if not str(file).startswith(("/dev/", "/proc/", "/memfd:"))}

    def changed_elsewhere(self) -> list[Path]:
        """Files of this user in the shared folders that are newer than the run; other runs have their own search."""
        found = []
        for folder in SHARED_FOLDERS:
            for path, names, files in os.walk(folder):
                names[:] = [name for name in names if not name.startswith(_OTHERS)]
                found += [file for name in files if self._is_ours(file := Path(path, name))]
        return found

    def _is_ours(self, file: Path) -> bool:
        try:
            about = file.lstat()
            return (
                stat.S_ISREG(about.st_mode)
                and about.st_uid == os.getuid()
                and about.st_mtime >= self.begun
                and file.name not in self.sources  # a copy of the tree, made by another test
                and os.access(file, os.R_OK)
            )
        except OSError:
            return False


@contextmanager
def played(journey: Journey, sources: frozenset[str]) -> Iterator[Left]:
    """Plays it; home and temporary folder of all processes are in the run's folder, which is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=_OURS, dir="/tmp"))  # a short name: there are sockets in it
    begun = time.time()
    try:
        with pytest.MonkeyPatch.context() as patch:
            for variable, name in (("HOME", "home"), ("TMPDIR", "tmp"), ("XDG_CACHE_HOME", "home/.cache")):
                (folder / name).mkdir(parents=True, exist_ok=True)
                patch.setenv(variable, str(folder / name))
            with watched_writers() as written:
                held = play(journey, folder / "evidence", Overrides(), world=folder / "world")
        assert held, (folder / "evidence" / "result.json").read_text("utf-8")
        yield Left(folder, frozenset(written), begun, sources)
    finally:
        rmtree(folder, ignore_errors=True)
