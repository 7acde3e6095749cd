"""Runs the screens: `run_ui` blocks in the main thread until somebody calls `Ui.stop()`.

    def on_ready(ui: Ui) -> None:
        inbox.on_change = ui.wake

    run_ui(options, page=lambda: view(state), post=inbox.put, on_ready=on_ready)

Kivy is imported only here, after its switches are set. An exception in `page`, `post` or the observer ends `run_ui`
with that exception: the supervisor restarts the terminal, which is better than a frozen picture."""

from collections.abc import Callable

from kiosk.dialogue.pages import Page
from screens.display import display_answers
from screens.kivy_setup import prepare_kivy
from screens.loop import WakePipe
from screens.options import Observer, Secret, UiEvent, UiOptions


class NoDisplayError(RuntimeError):
    """No X display answers: nobody would see anything."""


class Ui:
    """Handle of the running screens; both methods may be called from any thread or signal handler."""

    def __init__(self, pipe: WakePipe, stop: Callable[[], None]) -> None:
        self._pipe = pipe
        self._stop = stop

    def wake(self) -> None:
        """Makes the screens ask for the page now."""
        self._pipe.wake()

    def stop(self) -> None:
        """Ends `run_ui`."""
        self._stop()


def run_ui(
    options: UiOptions,
    *,
    page: Callable[[], Page],
    post: Callable[[UiEvent], None],
    secret: Secret | None = None,
    observer: Observer | None = None,
    on_ready: Callable[[Ui], None],
) -> None:
    """Shows pages until stopped.

    Args:
        options: window and manners.
        page: gives the page to show now; called in this thread after each wake and at least every `tick_s`.
        post: takes what the person did; called in this thread.
        secret: takes the digits of secret pages; without it their pads do nothing.
        observer: gets to know what is on the glass, of a secret page never which key is pressed.
        on_ready: called once, before the first page, with the handle.

    Raises:
        NoDisplayError: no X display answers.
        RuntimeError: Kivy was imported before.
        Exception: whatever a callback raised.
    """
    if not display_answers():
        raise NoDisplayError("no X display answers: start the terminal in a session with DISPLAY set (deploy/)")
    prepare_kivy(options)
    from screens.stage import open_stage  # noqa: PLC0415 -- Kivy reads its switches while it is imported

    pipe = WakePipe()
    try:
        with open_stage(options, page, post, pipe, secret=secret, observer=observer) as loop:
            on_ready(Ui(pipe, loop.stop))
            loop.run()
    finally:
        pipe.close()
