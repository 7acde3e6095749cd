"""Clears away what a page has left behind.

Kivy's drawing instructions refer to each other in circles, and the textures of a person's words hang on them: they stay
until Python's collector happens to come by. So it is called when the next page is on the glass, where nobody waits for
it. Whatever lives as long as the terminal is taken out of its sight first: looking at the rest takes a few
milliseconds instead of fifty.
"""

import gc


class Sweep:
    """Of one process with one window."""

    def __init__(self) -> None:
        self._settled = False

    def page_changed(self) -> None:
        """A new page is on the glass."""
        gc.collect()
        if not self._settled:
            self._settled = True
            gc.freeze()

    def end(self) -> None:
        """The window is closed: everything is the collector's again."""
        gc.unfreeze()
