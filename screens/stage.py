"""Brings it together: asks for the page, lays it out, paints it, and hands input back as events. Imports Kivy."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.dialogue.events import Erased, Pressed, SecretChanged, StaffCalled, Touched, Typed
from kiosk.dialogue.pages import Page, is_secret
from screens.focus import Focus, step_of
from screens.inks import PALETTES, Ink, town_palettes
from screens.layout import Placed, lay_out
from screens.layout.placed import Kind
from screens.loop import Loop, WakePipe
from screens.metrics import Metrics
from screens.options import Observer, Secret, UiEvent, UiOptions
from screens.paint.damage import Damage
from screens.paint.painter import Painter
from screens.paint.textures import Textures
from screens.sweep import Sweep
from screens.text.fonts import Fonts
from screens.touch import StaffGesture, Touches
from screens.writing import BACKSPACE, Stroke, Writing

_SINK_MM = 0.5
_LINGER_S = 0.1
"""A pressed key keeps its look until the next page is drawn, or this long: one frame less before the answer."""
_EMBLEM_REACH_MM = 4.0
_BOUNCE_MM = 6.0
"""A finger that bounces comes down this near; another finger on another key does not."""
_FINGERS = {"left": 0}


@contextmanager
def open_stage(
    options: UiOptions,
    page: Callable[[], Page],
    post: Callable[[UiEvent], None],
    pipe: WakePipe,
    *,
    secret: Secret | None,
    observer: Observer | None,
) -> Iterator[Loop]:
    """Opens the window and gives the loop that runs it; closes the window again whatever happens.

    Raises:
        RuntimeError: there is no display.
    """
    if Window is None:
        raise RuntimeError("no window: is there a display?")
    Window.set_title(options.title)
    stage = Stage(options, page, post, secret, observer)
    EventLoop.start()
    try:
        yield Loop(
            Window,
            Clock,
            lambda: bool(EventLoop.quit),
            pipe,
            tick_s=options.tick_s,
            on_wake=stage.refresh,
            on_flip=stage.flipped,
        )
    finally:
        EventLoop.close()
        Window.close()
        stage.sweep.end()


class Stage:
    """One window and what is on it."""

    def __init__(
        self,
        options: UiOptions,
        page: Callable[[], Page],
        post: Callable[[UiEvent], None],
        secret: Secret | None,
        observer: Observer | None,
    ) -> None:
        self._options = options
        self._ask = page
        self._post = post
        self._secret = secret
        self._observer = observer
        self.sweep = Sweep()
        self._fonts = Fonts()
        self._damage = Damage(Window)
        self._palettes = PALETTES if options.colours is None else town_palettes(*options.colours)
        self._painter = Painter(Window.canvas, Textures(self._fonts, options.arms), self._damage, self._palettes)
        self._metrics = Metrics(int(Window.width), int(Window.height), options.px_per_mm)
        self._page: Page | None = None
        self._placed: Placed | None = None
        self._version = 0
        self._painted: tuple[object, ...] = ()
        self._focus = Focus()
        self._touches = Touches(
            self._locate,
            guard_s=options.guard_s,
            debounce_s=self._debounce_s,
            bounce_px=self._metrics.mm(_BOUNCE_MM),
        )
        self._writing = Writing()
        self._gesture = StaffGesture()
        self._keys_down: set[int] = set()
        self._activated = ""
        self._changed = False
        self._announce_page = False
        self._announce_press = ""
        Window.bind(
            on_mouse_down=self._mouse_down,
            on_mouse_move=self._mouse_move,
            on_mouse_up=self._mouse_up,
            on_key_down=self._key_down,
            on_key_up=self._key_up,
            on_textinput=self._text_input,
            on_resize=self._resized,
        )

    # --- Page ---

    def refresh(self) -> None:
        """Asks for the page; draws it if it is another one."""
        page = self._ask()
        if page == self._page:
            return
        changed = self._page is None or (page.id, page.part) != (self._page.id, self._page.part)
        was_private = self._placed is not None and any(part.private for part in self._placed.parts)
        self._page = page
        self._focus.show(page)
        self._writing.show(page)
        self._placed = lay_out(page, self._metrics, self._fonts.width)
        self._version += 1
        if was_private and not any(part.private for part in self._placed.parts):
            self._fonts.forget()
        if changed:
            self._changed = True
            self._touches.page_changed(time.monotonic())
            self._activated = ""
        self._announce_page = True
        self._paint()

    def flipped(self) -> None:
        """A frame is on the glass: tells the observer, and clears away what was there before."""
        self._damage.flipped()
        if self._page is None or self._placed is None:
            return
        at = time.monotonic()
        changed, self._changed = self._changed, False
        if changed:  # the guard counts from when the new page could be seen
            self._touches.page_changed(at)
        self._announce(at)
        if changed:
            self.sweep.page_changed()

    def _announce(self, at: float) -> None:
        """Tells the observer what is new on the glass."""
        if self._observer is None or self._page is None or self._placed is None:
            return
        if self._announce_page:
            self._announce_page = False
            self._observer.shown(self._page, self._placed.rects(), at)
        if self._announce_press:
            node, self._announce_press = self._announce_press, ""
            self._observer.pressed(node, at)

    def _paint(self) -> None:
        if self._placed is None:
            return
        pressed = self._seen(self._activated or self._touches.held)
        looks = (self._version, pressed, self._focus.ring)
        if looks == self._painted:
            return
        if pressed and pressed != (self._painted[1] if self._painted else ""):
            self._announce_press = pressed
        self._painted = looks
        ground = self._palettes[self._placed.appearance.theme][Ink.BG] or (0, 0, 0)
        Window.clearcolor = (ground[0] / 255, ground[1] / 255, ground[2] / 255, 1)
        sink = self._metrics.line(_SINK_MM)
        self._painter.paint(self._placed, pressed=pressed, sink=sink, ring=self._focus.ring)
        Window.canvas.ask_update()

    def _seen(self, node: str) -> str:
        """The key that looks pressed; on a secret page none of those that say what is entered."""
        return "" if self._page is not None and is_secret(self._page, node) else node

    def _press(self, page: Page, node: str) -> None:
        """A key was pressed: its event, or, where it is secret, how many digits there are now."""
        if is_secret(page, node):
            self._enter(page, node.rpartition(".")[2])
        else:
            self._post(Pressed(page.id, node))

    def _enter(self, page: Page, sign: str) -> None:
        if self._secret is not None:
            self._post(SecretChanged(page.id, self._secret.press(sign, limit=page.secret)))

    def _locate(self, x: float, y: float) -> str:
        return self._placed.at(x, y) if self._placed is not None else ""

    def _debounce_s(self, node: str) -> float:
        part = self._placed.targets.get(node) if self._placed is not None else None
        typing = part is not None and part.kind is Kind.TYPING
        return self._options.typing_debounce_s if typing else self._options.debounce_s

    # --- Input: Kivy's callbacks, y from the top; a true result keeps Kivy from doing anything of its own with it ---

    def _mouse_down(self, _window: Any, x: float, y: float, button: str, _modifiers: Any) -> bool:
        if button in _FINGERS:
            self._touches.down(x, y, time.monotonic(), _FINGERS[button])
            self._focus.touched()
            self._paint()
        return True

    def _mouse_move(self, _window: Any, x: float, y: float, _modifiers: Any) -> bool:
        self._touches.move(x, y)
        self._paint()
        return True

    def _mouse_up(self, _window: Any, x: float, y: float, button: str, _modifiers: Any) -> bool:
        if button not in _FINGERS or self._page is None or self._placed is None:
            return True
        at = time.monotonic()
        node = self._touches.up(x, y, at, _FINGERS[button])
        if node:
            self._let_go()
        else:
            self._paint()
        if node is None:
            return True
        emblem = self._placed.emblem.grown(self._metrics.mm(_EMBLEM_REACH_MM))
        if self._gesture.touched(x, y, at, emblem):
            self._post(StaffCalled())
        elif node:
            self._press(self._page, node)
        elif not emblem.holds(x, y):  # taps on the arms are the staff's: they begin no visit
            self._post(Touched(self._page.id))
        return True

    def _key_down(self, _window: Any, key: int, _scancode: int, _text: str, modifiers: Any) -> bool:
        if key in self._keys_down or self._page is None:
            self._writing.repeated()
            return True
        self._keys_down.add(key)
        if self._gesture.key_pressed(key, time.monotonic()):
            self._post(StaffCalled())
            return True
        if self._page.secret and key == BACKSPACE:
            self._enter(self._page, "delete")
            return True
        stroke = self._writing.stroke(key, ring=self._focus.ring)
        if stroke is Stroke.ERASE:
            self._post(Erased(self._page.id))
        if stroke is not Stroke.OTHER:
            return True
        step = step_of(key, shift="shift" in modifiers)
        node = self._focus.step(step) if step is not None else ""
        self._activated = node
        self._paint()
        if node:
            self._press(self._page, node)
        else:
            self._post(Touched(self._page.id, finger=False))
        return True

    def _text_input(self, _window: Any, text: str) -> bool:
        if self._page is not None and self._page.secret:
            for digit in filter(str.isdigit, text if self._writing.fresh() else ""):
                self._enter(self._page, digit)
            return True
        written = self._writing.written(text)
        if written and self._page is not None:
            self._post(Typed(self._page.id, written))
        return True

    def _key_up(self, _window: Any, key: int, *_rest: Any) -> bool:
        self._keys_down.discard(key)
        if self._activated:
            self._activated = ""
            self._paint()
        return True

    def _let_go(self) -> None:
        Clock.schedule_once(lambda _dt: self._paint(), _LINGER_S)

    def _resized(self, _window: Any, width: int, height: int) -> None:
        if (int(width), int(height)) == (self._metrics.width, self._metrics.height):
            return
        self._damage.add_all()
        self._metrics = replace(self._metrics, width=int(width), height=int(height))
        self._page = None
        self.refresh()
