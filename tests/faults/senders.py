"""The other end of `sender`: starts terminals, listens to them, kills them."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.contract.outbox.conftest import key_file
from tests.contract.portal.conftest import TownHall

START_S = 30.0


class Senders:
    """One `sender` process and what its terminals said.

    Args:
        before: words before the command, for example `fiu-run`.

    Attributes:
        sealed, refused: keys, each as often as it was said.
    """

    def __init__(self, town: TownHall, state: Path, before: Sequence[str] = ()) -> None:
        about = (state, key_file(town), town.url, town.ca, town.token)
        command = [*before, sys.executable, "-m", "tests.faults.sender", *map(str, about)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._rest = b""
        self.sealed: list[str] = []
        self.refused: list[str] = []

    def start(self, count: int) -> int | None:
        """Starts a terminal; gives its process once it is ready, None if its database does not open now."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"run %d\n" % count)
        self._process.stdin.flush()
        words = self._until(("ready", "ended"), START_S)
        if words[0] == "ended":
            assert words[1] == "3", f"a terminal ended with {words[1]} at its start"
            return None
        return int(words[1])

    def kill(self, process: int, after_s: float) -> None:
        """kill -9 after a while; what it said until then counts."""
        self._listen(after_s)
        os.kill(process, signal.SIGKILL)
        self._until(("ended",), START_S)

    def end(self, patience_s: float) -> int:
        """Waits until the terminal is done; gives its exit code."""
        return int(self._until(("ended",), patience_s)[1])

    def close(self) -> None:
        """Ends the process, and with it what may still run."""
        self._process.kill()
        self._process.communicate()

    def _until(self, wanted: tuple[str, ...], patience_s: float) -> list[str]:
        end = time.monotonic() + patience_s
        while (left := end - time.monotonic()) > 0:
            if found := self._listen(left, wanted):
                return found
        raise AssertionError(f"no {' or '.join(wanted)} within {patience_s} s")

    def _listen(self, seconds: float, wanted: tuple[str, ...] = ()) -> list[str] | None:
        """Hears for so long, or until one of the wanted words comes first."""
        assert self._process.stdout is not None
        end = time.monotonic() + seconds
        while True:
            while b"\n" in self._rest:
                line, _, self._rest = self._rest.partition(b"\n")
                words = line.decode().split()
                if words[0] in {"sealed", "refused"}:
                    (self.sealed if words[0] == "sealed" else self.refused).append(words[1])
                if words[0] in wanted:
                    return words
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._process.stdout], [], [], left)[0]:
                return None
            piece = os.read(self._process.stdout.fileno(), 65536)
            assert piece, "the sender is gone"
            self._rest += piece


def arrivals(town: TownHall) -> list[str]:
    """All keys that the town hall holds, page by page."""
    found: list[str] = []
    while page := town.do("export", offset=len(found), limit=20)["applications"]:
        found += [str(each["idempotency_key"]) for each in page]
    return found
