"""Draws only what changed, where the window's buffer keeps the rest.

A software rasteriser pays for every pixel: a whole page takes it twenty milliseconds, a key two. It copies its buffer
to the screen, so what was drawn stays in the buffer, and a clipped frame is enough. Graphics hardware swaps buffers
instead; there every frame is drawn whole, which costs it nothing. Which of the two it is the renderer's name says,
and the first frames must prove it: a strip is read before and after each flip."""

from typing import Any

from kivy.graphics.opengl import (
    GL_RENDERER,
    GL_RGB,
    GL_SCISSOR_TEST,
    GL_UNSIGNED_BYTE,
    glDisable,
    glEnable,
    glGetString,
    glReadPixels,
    glScissor,
)

from screens.geometry import Rect

_SOFTWARE = (b"llvmpipe", b"softpipe", b"swrast")
_PROOFS = 3
"""Flips that must leave the buffer as it was before clipped frames are trusted."""
_STRIP = (64, 8)


class Damage:
    """Collects what must be drawn anew and clips the next frame to it.

    Args:
        window: Kivy's window; its frames are clipped from now on.
    """

    def __init__(self, window: Any) -> None:
        self._whole = True
        self._rects: list[Rect] = []
        self._trusted = any(name in bytes(glGetString(GL_RENDERER)).lower() for name in _SOFTWARE)
        self._proofs = 0
        self._strip = b""
        window.bind(on_draw=self._clip, on_flip=self._before_flip)
        self._window = window

    def add(self, rect: Rect) -> None:
        """This area changed."""
        self._rects.append(rect)

    def add_all(self) -> None:
        """Everything changed."""
        self._whole = True

    def flipped(self) -> None:
        """A frame is on the glass; until proven, looks whether the buffer is still what it was."""
        self._whole = False
        self._rects.clear()
        if self._trusted and self._proofs < _PROOFS:
            self._proofs += 1
            self._trusted = self._read() == self._strip

    def _clip(self, window: Any) -> None:
        # Frames that nobody asked for here (a window uncovered) have no area: they are drawn whole.
        if self._whole or not self._rects or not self._trusted or self._proofs < _PROOFS:
            return
        left, top = min(rect.x for rect in self._rects), min(rect.y for rect in self._rects)
        right, bottom = max(rect.right for rect in self._rects), max(rect.bottom for rect in self._rects)
        glEnable(GL_SCISSOR_TEST)
        glScissor(left, int(window.height) - bottom, right - left, bottom - top)

    def _before_flip(self, _window: Any) -> None:
        glDisable(GL_SCISSOR_TEST)
        if self._trusted and self._proofs < _PROOFS:
            self._strip = self._read()

    def _read(self) -> bytes:
        """A strip at the upper left corner, where the head band meets the frame of the glass."""
        width, height = _STRIP
        top = int(self._window.height) - height
        return bytes(glReadPixels(0, top, width, height, GL_RGB, GL_UNSIGNED_BYTE))
