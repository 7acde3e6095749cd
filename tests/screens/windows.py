"""A display of our own, and the screens in a process of their own with fingers and eyes. For tests and pictures."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@contextmanager
def own_display(size: str = "1080x1920") -> Iterator[str]:
    """A display on a number that Xvfb found free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


class Window:
    """The screens in a process of their own, with fingers and eyes."""

    def __init__(self, display: str, home: Path, page: str, *options: str) -> None:
        environment = os.environ | {"DISPLAY": display, "HOME": str(home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(HERE / "window_process.py"), str(home / "state"), page, *options]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self.display = display
        self.home = home
        self.rects: dict[str, list[int]] = {}
        self.page = ""
        self._name = page
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._x = Display(display)
        threading.Thread(target=self._read, daemon=True).start()
        self.expect("shown")

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def expect(self, what: str, timeout: float = 10.0) -> dict[str, Any]:
        """The next report of this kind; those before it are passed over."""
        until = time.monotonic() + timeout
        while True:
            report = self._lines.get(timeout=max(0.01, until - time.monotonic()))
            if report["what"] == "shown":
                self.rects, self.page = report["rects"], report["page"]
            if report["what"] == what:
                return report

    def events(self, wait: float = 0.25) -> list[dict[str, Any]]:
        """What was posted until now."""
        time.sleep(wait)
        events = []
        while not self._lines.empty():
            report = self._lines.get()
            if report["what"] == "shown":
                self.rects, self.page = report["rects"], report["page"]
            if report["what"] == "event":
                events.append({name: value for name, value in report.items() if name != "what"})
        return events

    def command(self, *words: str) -> None:
        """Tells the process something."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def show(self, page: str, *, settle: float = 0.35) -> None:
        """Shows a sample page and lets the guard time pass."""
        self.events(0)
        if page != self._name:
            self._name = page
            self.command("page", page)
            self.expect("shown")
        time.sleep(settle)
        self.events(0)

    def follow(self, page: str) -> None:
        """The next press leads to this page."""
        self.command("follow", page)
        self._name = page
        time.sleep(0.1)

    def middle(self, node: str) -> tuple[int, int]:
        x, y, w, h = self.rects[node]
        return x + w // 2, y + h // 2

    def _fake(self, kind: int, detail: int = 0, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self._x, kind, detail, x=x, y=y)
        self._x.sync()

    def move(self, x: int, y: int) -> None:
        self._fake(X.MotionNotify, 0, x, y)

    def down(self, x: int, y: int, button: int = 1) -> None:
        self.move(x, y)
        self._fake(X.ButtonPress, button)

    def up(self, button: int = 1) -> None:
        self._fake(X.ButtonRelease, button)

    def tap(self, node: str) -> None:
        """Touches the middle of a key."""
        self.down(*self.middle(node))
        time.sleep(0.03)
        self.up()

    def key_down(self, name: str) -> None:
        self._fake(X.KeyPress, self._x.keysym_to_keycode(XK.string_to_keysym(name)))

    def key_up(self, name: str) -> None:
        self._fake(X.KeyRelease, self._x.keysym_to_keycode(XK.string_to_keysym(name)))

    def key(self, *names: str) -> None:
        """Presses keys together."""
        for name in names:
            self.key_down(name)
        for name in reversed(names):
            self.key_up(name)

    def picture(self) -> Image.Image:
        """What is on the glass."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def cpu_seconds(self) -> float:
        """Processor time of the process so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> int:
        """Stops it; its exit code."""
        if self.process.poll() is None:
            self.command("stop")
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()
            self._x.close()
