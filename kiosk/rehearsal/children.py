"""Processes around a rehearsal: started side by side, ready when they say so, and never left behind.

Each child dies with the thread that started it (`setpriv --pdeathsig`, prctl(2) PR_SET_PDEATHSIG): start them from a
thread that lives on. The kernel does that even when this process is killed.
"""

import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.rehearsal.errors import StageError

_LAST_LINES = 12
_CHUNK = 4096


class Child:
    """One process with a log of its own.

    Args:
        name: for messages and the log file.
        command: program and arguments.
        logs: folder of `NAME.log`, which takes stderr, and stdout after the first line.
        env: added to this process's environment; None removes a variable.
        keep: descriptors that the child inherits.

    Raises:
        StageError: the program or `setpriv` is missing.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        logs: Path,
        *,
        env: Mapping[str, str | None] | None = None,
        keep: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        changes = env or {}
        environment = {k: v for k, v in (os.environ | changes).items() if v is not None}
        with self.log.open("ab") as log:
            try:
                self._process = subprocess.Popen(  # noqa: S603 (commands of this package, no shell)
                    ["setpriv", "--pdeathsig", "KILL", "--", *command],  # noqa: S607 (part of every Debian)
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=environment,
                    pass_fds=tuple(keep),
                )
            except FileNotFoundError as error:
                raise StageError(f"no {error.filename}: install the apt package util-linux") from error

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """How it ended, None while it runs."""
        return self._process.poll()

    def first_line(self, deadline: float) -> str:
        """What it says when it is ready; waits until `deadline` (monotonic seconds).

        Raises:
            StageError: it ended or kept silent; with its last words.
        """
        pipe = self._process.stdout
        assert pipe is not None  # noqa: S101 -- asked for above
        line = b""
        while not line.endswith(b"\n"):
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise StageError(f"{self.name} does not come up in time{self.last_words()}")
            piece = os.read(pipe.fileno(), _CHUNK)
            if not piece:
                self._process.wait()
                raise StageError(f"{self.name} ended with code {self.exit_code()}{self.last_words()}")
            line += piece
        return line.decode("utf-8", "replace").strip()

    def last_words(self) -> str:
        """The last lines of its log as the end of a sentence; empty if there are none."""
        lines = self.log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:] if self.log.exists() else []
        return ": " + " | ".join(line.strip() for line in lines if line.strip()) if any(lines) else ""

    def ask_to_end(self) -> None:
        """Sends SIGTERM; does nothing if it has ended."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def end(self, patience_s: float = 5.0) -> int:
        """Ends it in order, or by force when it does not listen. Gives the exit code (negative: a signal)."""
        self.ask_to_end()
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.returncode


def end_all(children: Sequence[Child]) -> None:
    """Ends all at the same time."""
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end()
