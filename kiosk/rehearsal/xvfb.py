"""A display of one's own: Xvfb on a free number, so that nobody's desktop is touched."""

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.rehearsal.children import Child
from kiosk.rehearsal.errors import StageError


class Xvfb:
    """An X server without a screen, as a context manager.

    Args:
        size: width and height in pixels.
        logs: folder for its log.
        patience_s: how long it may take to come up.

    Attributes:
        display: its name (":0") once it runs.
    """

    def __init__(self, size: tuple[int, int], logs: Path, *, patience_s: float = 20.0) -> None:
        self._size = size
        self._logs = logs
        self._patience_s = patience_s
        self._child: Child | None = None
        self.display = ""

    def __enter__(self) -> Self:
        """Starts it and waits until it accepts clients.

        Raises:
            StageError: Xvfb is missing or does not come up.
        """
        program = shutil.which("Xvfb")
        if program is None:
            raise StageError("no Xvfb: install the apt package xvfb")
        width, height = self._size
        read_end, write_end = os.pipe()
        command = [program, "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24"]
        command += ["-nolisten", "tcp", "-noreset", "+extension", "GLX"]
        try:
            child = Child("xvfb", command, self._logs, keep=[write_end])
        except BaseException:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        self._child = child
        try:
            with os.fdopen(read_end, "rb") as said:
                number = said.readline().decode("ascii", "replace").strip()
        except BaseException:
            self.stop()
            raise
        if not number.isdigit():
            self.stop()
            raise StageError(f"Xvfb does not come up{child.last_words()}")
        self.display = f":{number}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends it; its socket goes with it."""
        if self._child is not None:
            self._child.end()
            self._child = None
