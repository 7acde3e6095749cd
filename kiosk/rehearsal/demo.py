"""The demonstration: a terminal on this display, all software around it, and the panel that plays with its world.

Terminal, panel, town hall, cable, printer, card and reader are processes of their own. It ends when one of the two
windows is closed or with Ctrl-C; a terminal that crashes is started again, as a supervisor does it in the foyer.
"""

import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import kiosk
from kiosk.rehearsal.children import Child, end_all
from kiosk.rehearsal.desktop import Window, arrange, desktop
from kiosk.rehearsal.errors import StageError
from kiosk.rehearsal.stage import PORTRAIT, Stage, TerminalOptions

ENDED, KEEPS_CRASHING, ENVIRONMENT = 0, 1, 3

_WITHOUT = "without a display, `make run` or `buergerterminal rehearse JOURNEY --evidence DIR` plays a visit headless"
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def demo() -> int:
    """Runs the demonstration on the display of DISPLAY until somebody ends it.

    Returns:
        0 ended by a person · 1 the terminal crashes again and again · 3 no display, or the machine lacks something.
    """
    display = os.environ.get("DISPLAY", "")
    try:
        windows = arrange(desktop(display), PORTRAIT)
    except StageError as error:
        _say(f"no demo: {error}; {_WITHOUT}")
        return ENVIRONMENT
    with suppress(_EndedError), _signals():
        try:
            stage = Stage()
            kept = _keep_paper(stage)
            with stage:
                sys.stdout.write(f"printed slips: {stage.paper if kept is None else kept}\n")
                sys.stdout.write("close a window or press Ctrl-C to end\n")
                sys.stdout.flush()
                return _show(stage, display, windows)
        except StageError as error:
            _say(f"no demo: {error}")
            return ENVIRONMENT
    return ENDED


class Restarts:
    """How often a crashed terminal may be started again: at most `most` times within `within_s` seconds."""

    def __init__(self, most: int = 5, within_s: float = 60.0) -> None:
        self._most = most
        self._within_s = within_s
        self._at: deque[float] = deque()

    def allow(self, now: float) -> bool:
        """Whether one more is due at `now` (monotonic seconds); counts it if so."""
        while self._at and now - self._at[0] >= self._within_s:
            self._at.popleft()
        if len(self._at) >= self._most:
            return False
        self._at.append(now)
        return True


class _EndedError(Exception):
    """Raised where the program stands when a signal asks it to end."""


@contextmanager
def _signals() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed console end the demo in order, once: a second one does not disturb the clean-up."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        _stop_listening()
        raise _EndedError

    old = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        if number != signal.SIGHUP or old[number] != signal.SIG_IGN:  # nohup means it
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _stop_listening() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _keep_paper(stage: Stage) -> Path | None:
    """In a checkout, slips go to build/demo/paper and stay there; elsewhere they go with the stage (None)."""
    checkout = Path(kiosk.__file__).parents[1]
    if not (checkout / "pyproject.toml").exists():
        return None
    kept = checkout / "build" / "demo" / "paper"
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:  # a checkout that belongs to somebody else
        return None
    stage.paper.symlink_to(kept)
    return kept


def _show(stage: Stage, display: str, windows: tuple[Window, Window]) -> int:
    """Runs both windows; gives the exit code."""
    restarts = Restarts()
    options = TerminalOptions(window=windows[0])
    panel = _start_panel(stage, display, windows[1])
    terminal = stage.start_terminal(display, options)
    try:
        while True:
            if _first_to_end(terminal, panel) is panel:
                code = panel.exit_code()
                if code:
                    _say(f"the panel ended with code {code}{panel.last_words()}")
                return ENVIRONMENT if code else ENDED
            code = terminal.exit_code()
            if not code:
                return ENDED
            if not restarts.allow(time.monotonic()):
                words = stage.terminal_words()
                _say(f"the terminal ended with code {code}, too often to go on{f': {words}' if words else ''}")
                return KEEPS_CRASHING
            _say(f"the terminal ended with code {code} and is started again")
            terminal = stage.start_terminal(display, options)
    finally:
        _stop_listening()
        end_all([terminal, panel])


def _start_panel(stage: Stage, display: str, window: Window) -> Child:
    command = [sys.executable, "-m", "kiosk.rehearsal.panel", "--stage", str(stage.folder)]
    command += ["--window", "{}x{}+{}+{}".format(*window)]
    return Child("panel", command, stage.logs, env={"DISPLAY": display, "WAYLAND_DISPLAY": None})


def _first_to_end(*children: Child) -> Child:
    """Waits until one of them has ended."""
    waiting = {os.pidfd_open(child.pid): child for child in children}
    try:
        ended, _, _ = select.select(list(waiting), [], [])
        return waiting[ended[0]]
    finally:
        for descriptor in waiting:
            os.close(descriptor)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
