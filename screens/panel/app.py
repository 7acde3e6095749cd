"""Runs the stage panel: `run_panel` blocks in the main thread until its window is closed or somebody stops it."""

from collections.abc import Callable

from screens.app import Ui
from screens.kivy_setup import prepare_kivy
from screens.loop import WakePipe
from screens.options import UiOptions
from screens.panel.model import Panel

_LOOK_S = 1.0
"""Changes of the panel wake the loop, but a closed window does not: Kivy hears of it with the next look."""


def run_panel(
    options: UiOptions, *, panel: Callable[[], Panel], press: Callable[[str], None], on_ready: Callable[[Ui], None]
) -> None:
    """Shows the panel until stopped or closed.

    Args:
        options: window; its waits and the px/mm are not used.
        panel: gives what stands on the panel; called in this thread after each wake.
        press: takes the id of the key that was pressed; called in this thread, so it must not wait.
        on_ready: called once, before the first picture, with the handle.

    Raises:
        RuntimeError: there is no display, or Kivy was imported before.
        Exception: whatever a callback raised.
    """
    prepare_kivy(options)
    from screens.panel.window import open_panel  # noqa: PLC0415 -- Kivy reads its switches while it is imported

    pipe = WakePipe()
    try:
        with open_panel(options, panel, press, pipe, tick_s=_LOOK_S) as loop:
            on_ready(Ui(pipe, loop.stop))
            loop.run()
    finally:
        pipe.close()
