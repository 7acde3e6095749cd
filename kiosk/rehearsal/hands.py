"""Does the actions of a journey: fingers and keys through the X server, the rest through the control sockets."""

import re
import time
from collections.abc import Callable
from typing import assert_never

from devices.control import ControlClient, ControlError
from kiosk.rehearsal.actions import Action, Key, Remember, Situation, Tap, Touch, Type, TypeRemembered, Wait
from kiosk.rehearsal.errors import ExpectationError, StageError
from kiosk.rehearsal.journal import Journal, TouchTimes
from kiosk.rehearsal.observer import Observer
from kiosk.rehearsal.seen import KEYBOARD, PAD, Missed, Shown, Target, discreet, find, key_at
from kiosk.rehearsal.stage import Controls
from kiosk.rehearsal.xinput import XInput

_EYES_S = 0.35
"""No person touches a page sooner after it came; the screens do not listen before either."""
_LIFTED_S = 0.2
"""No finger comes down again sooner, but for a double tap's second half."""
_HOLD_S = 0.05
"""How long a finger rests on a key at least."""
_PRESSED_WITHIN_S = 0.4
_ANSWER_WITHIN_S = 2.0
_ANSWER_TO_NOTHING_S = 0.5
"""A touch beside all keys mostly has no answer."""
_BETWEEN_TAPS_S = 0.18
"""A nervous finger: longer than a worn panel bounces."""
_NERVOUS_WITHIN_S = 0.25
"""On a machine that stood still meanwhile a later second tap would be one for the page that has come."""
_KEY_DOWN_S = 0.03
_KEY_UP_S = 0.03
"""Both are short for a person and long enough not to be taken for a key that repeats itself."""
_CARD_WITHIN_S = 3.0
_LOOK_S = 0.02
_KEYBOARD_PAGES = 10
_PAD_NAMES = {"+": "plus", ",": "comma"}
_MOVING_KEYS = {"Tab", "Shift+Tab", "Up", "Down", "Left", "Right", "Home", "End", "F12"}
"""They move the focus, or are counted (F12), and change no page: nothing to wait for."""


class Hands:
    """Acts on one terminal and its stage.

    Args:
        speed: divides waits.
        px_per_mm: for touches beside keys.
    """

    def __init__(
        self,
        observer: Observer,
        glass: XInput,
        controls: Controls,
        journal: Journal,
        *,
        speed: float,
        px_per_mm: float,
    ) -> None:
        self._observer = observer
        self._glass = glass
        self._controls = controls
        self._journal = journal
        self._speed = speed
        self._px_per_mm = px_per_mm
        self._lifted_at = 0.0
        self._remembered: dict[str, str] = {}

    def do(self, action: Action, step: int) -> None:
        """Does one action and waits for the terminal's answer, if there is one.

        Raises:
            ExpectationError: what should be tapped is not there.
            StageError: a control socket refuses.
        """
        match action:
            case Tap(target=target, times=times):
                self._tap(self._aim(target), times, step)
            case Touch(x_mm, y_mm):
                self._touch(round(x_mm * self._px_per_mm), round(y_mm * self._px_per_mm), step)
            case Type(text):
                self._type(text, step)
            case TypeRemembered(name):
                self._type(self._remembered[name], step)
            case Remember():
                self._remember(action)
            case Key(name):
                self._key(name, step)
            case Wait(seconds):
                self._journal.note(f"wait {seconds:g} s / {self._speed:g}")
                self._observer.wait(lambda: False, time.monotonic() + seconds / self._speed)
            case Situation():
                self._situation(action)
            case _:
                assert_never(action)

    def _page(self) -> Shown:
        shown = self._observer.now
        if shown is None:
            raise ExpectationError("nothing is on the screen yet")
        return shown

    def _aim(self, words: str) -> Target:
        match find(self._page(), words):
            case Missed(why):
                raise ExpectationError(why)
            case target:
                return target

    def _remember(self, what: Remember) -> None:
        """Never written down anywhere: it may be what only the person may know. Nobody sees which kind a space is."""
        node = next((node for node in self._page().nodes if node.id == what.node), None)
        found = None if node is None else re.search(what.pattern, " ".join(f"{node.name} {node.value}".split()))
        if found is None:
            raise ExpectationError(f"{what.node} has nothing to remember as {what.name!r}")
        self._remembered[what.name] = found.group()

    def _type(self, text: str, step: int) -> None:
        for letter in text:
            self._letter(letter, step)

    def _letter(self, letter: str, step: int) -> None:
        """Finds a character as people do: on the pad, on the keyboard, with "Groß", on one of its further pages."""
        key = "space" if letter == " " else letter.lower() if len(letter.lower()) == 1 else letter
        for _ in range(_KEYBOARD_PAGES):
            shown = {node.id: node for node in self._page().nodes if node.pressable}
            if f"{PAD}{key}" in shown:
                return self._tap(self._aim(f"{PAD}{key}"), 1, step)
            node = shown.get(f"{KEYBOARD}{key}")
            if node is not None and letter.isalpha() and node.name != letter:
                self._tap(self._aim(f"{KEYBOARD}shift"), 1, step)
            if node is not None:
                return self._tap(self._aim(f"{KEYBOARD}{key}"), 1, step)
            self._tap(self._aim(f"{KEYBOARD}more"), 1, step)
        raise ExpectationError("the keyboard has no such character")

    def _tap(self, target: Target, times: int, step: int) -> None:
        before, count = self._page(), self._observer.count
        at = self._press(target.x, target.y)
        name = discreet(target.id)
        where = f" at {target.x},{target.y}" if name == target.id else ""
        self._journal.note(f"{'double_tap' if times > 1 else 'tap'} {name}{where}", at)
        self._hold(at, target.id)
        released = self._release()
        for _ in range(1, times):
            time.sleep(_BETWEEN_TAPS_S)
            if time.monotonic() - released > _NERVOUS_WITHIN_S:
                self._journal.note("second tap left out, it would be too late", time.monotonic())
                break
            self._glass.press(target.x, target.y)
            time.sleep(_HOLD_S)
            self._release()
        self._answer(step, target.id, before, count, at=at, released=released)

    def _touch(self, x: int, y: int, step: int) -> None:
        before, count = self._page(), self._observer.count
        hit = key_at(before, x, y)
        if hit is not None:
            raise ExpectationError(f"the touch at {x},{y} px is not beside all keys: there is {hit.id}")
        at = self._press(x, y)
        self._journal.note(f"touch at {x},{y}", at)
        time.sleep(_HOLD_S)
        released, patience = self._release(), _ANSWER_TO_NOTHING_S
        self._answer(step, f"{x},{y}", before, count, at=at, released=released, within_s=patience)

    def _key(self, name: str, step: int) -> None:
        before, count = self._page(), self._observer.count
        try:
            at = self._glass.key(name, down_s=_KEY_DOWN_S)
        except ValueError as error:
            raise ExpectationError(str(error)) from error
        told = "*" if len(name) == 1 else name  # letters and digits are what somebody enters
        self._journal.note(f"key {told}", at)
        time.sleep(_KEY_UP_S)
        if name not in _MOVING_KEYS:
            self._answer(step, told, before, count, at=at, released=at)

    def _press(self, x: int, y: int) -> float:
        """A finger comes down, as soon after page and last touch as people are."""
        ready = max(self._observer.page_since + _EYES_S, self._lifted_at + _LIFTED_S)
        time.sleep(max(0.0, ready - time.monotonic()))
        return self._glass.press(x, y)

    def _release(self) -> float:
        self._lifted_at = self._glass.release()
        return self._lifted_at

    def _hold(self, at: float, node: str) -> None:
        """The finger rests until the key looks pressed, as people's fingers do, or for a short while."""
        if self._page().secret and node.startswith(PAD):
            time.sleep(_HOLD_S)  # this key never looks pressed
            return
        self._observer.wait(lambda: self._pressed(node, at) is not None, at + _PRESSED_WITHIN_S)
        time.sleep(max(0.0, at + _HOLD_S - time.monotonic()))

    def _pressed(self, node: str, since: float) -> float | None:
        return next((each.at for each in self._observer.pressed_since(since) if each.node == node), None)

    def _answer(
        self,
        step: int,
        target: str,
        before: Shown,
        count: int,
        *,
        at: float,
        released: float,
        within_s: float = _ANSWER_WITHIN_S,
    ) -> None:
        def changed() -> Shown | None:
            return next((page for page in self._observer.shown_since(count) if not page.same_as(before)), None)

        self._observer.wait(lambda: changed() is not None, released + within_s)
        page, pressed = changed(), self._pressed(target, at)
        to_page = None
        if page is not None:
            to_page = _ms(page.at - (released if page.at >= released else at))
        to_pressed = None if pressed is None else _ms(pressed - at)
        self._journal.touches.append(TouchTimes(step, discreet(target), at, to_pressed, to_page))

    def _situation(self, what: Situation) -> None:
        client: ControlClient = getattr(self._controls, what.where)
        given = dict(what.arguments)
        words = "".join(f" {name}={value}" for name, value in given.items())
        try:
            client.do(what.deed, **given)
            self._journal.note(f"{what.where} {what.deed}{words}")
            if what.where == "card" and what.deed in ("insert", "remove") and "after_apdus" not in given:
                there = what.deed == "insert"
                until(lambda: client.do("state")["powered" if there else "connected"] is there, _CARD_WITHIN_S)
        except ControlError as error:
            raise StageError(f"the virtual {what.where} does not do {what.deed!r}: {error}") from error


def until(holds: Callable[[], bool], within_s: float) -> bool:
    """Looks at something that cannot be listened to until it holds; gives whether it does."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_LOOK_S)
    return True


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
