"""The panel's window: draws what it is given, hands presses back. Imports Kivy."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window

from screens.focus import Step, step_of
from screens.layout.placed import Placed
from screens.loop import Loop, WakePipe
from screens.options import UiOptions
from screens.paint.painter import Painter
from screens.paint.textures import Textures
from screens.panel.layout import lay_out_panel
from screens.panel.model import Panel
from screens.panel.ring import Ring
from screens.text.fonts import Fonts
from screens.touch import Touches

_SINK_PX = 1


@contextmanager
def open_panel(
    options: UiOptions, panel: Callable[[], Panel], press: Callable[[str], None], pipe: WakePipe, *, tick_s: float
) -> Iterator[Loop]:
    """Opens the window and gives the loop that runs it; closes the window again whatever happens.

    Raises:
        RuntimeError: there is no display.
    """
    if Window is None:
        raise RuntimeError("no window: is there a display?")
    Window.set_title(options.title)
    window = PanelWindow(panel, press)
    EventLoop.start()
    try:
        yield Loop(
            Window,
            Clock,
            lambda: bool(EventLoop.quit),
            pipe,
            tick_s=tick_s,
            on_wake=window.refresh,
            on_flip=lambda: None,
        )
    finally:
        EventLoop.close()
        Window.close()


class PanelWindow:
    """One window and what is on it.

    Args:
        panel, press: see `run_panel`.
    """

    def __init__(self, panel: Callable[[], Panel], press: Callable[[str], None]) -> None:
        self._ask = panel
        self._press = press
        self._fonts = Fonts()
        self._painter = Painter(Window.canvas, Textures(self._fonts))
        self._panel: Panel | None = None
        self._placed: Placed | None = None
        self._ring = Ring()
        self._mouse = Touches(self._locate, guard_s=0.0, debounce_s=lambda _node: 0.0)
        Window.bind(
            on_mouse_down=self._mouse_down,
            on_mouse_move=self._mouse_move,
            on_mouse_up=self._mouse_up,
            on_key_down=self._key_down,
            on_resize=self._resized,
        )

    def refresh(self) -> None:
        """Asks for the panel; draws it if it is another one."""
        panel = self._ask()
        if panel == self._panel:
            return
        self._panel = panel
        self._placed = lay_out_panel(panel, int(Window.width), int(Window.height), self._fonts.width)
        self._ring.show(tuple(self._placed.targets))
        self._paint()

    def _paint(self) -> None:
        if self._placed is not None:
            self._painter.paint(self._placed, pressed=self._mouse.held, sink=_SINK_PX, ring=self._ring.key)
            Window.canvas.ask_update()

    def _locate(self, x: float, y: float) -> str:
        return self._placed.at(x, y) if self._placed is not None else ""

    # --- Input: Kivy's callbacks, y from the top; a true result keeps Kivy from doing anything of its own with it ---

    def _mouse_down(self, _window: Any, x: float, y: float, button: str, _modifiers: Any) -> bool:
        if button == "left":
            self._mouse.down(x, y, time.monotonic())
            self._ring.hide()
            self._paint()
        return True

    def _mouse_move(self, _window: Any, x: float, y: float, _modifiers: Any) -> bool:
        before = self._mouse.held
        self._mouse.move(x, y)
        if self._mouse.held != before:
            self._paint()
        return True

    def _mouse_up(self, _window: Any, x: float, y: float, button: str, _modifiers: Any) -> bool:
        if button == "left":
            key = self._mouse.up(x, y, time.monotonic())
            self._paint()
            if key:
                self._press(key)
        return True

    def _key_down(self, _window: Any, key: int, _scancode: int, _text: str, modifiers: Any) -> bool:
        step = step_of(key, shift="shift" in modifiers)
        if step is Step.ACTIVATE and self._ring.key:
            self._press(self._ring.key)
        elif step is Step.NEXT or step is Step.PREVIOUS:
            self._ring.move(1 if step is Step.NEXT else -1)
            self._paint()
        return True

    def _resized(self, _window: Any, _width: int, _height: int) -> None:
        self._panel = None
        self.refresh()
