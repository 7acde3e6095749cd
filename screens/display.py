"""Whether there is an X display. Without one SDL would draw into nothing and nobody would notice."""

import ctypes
import os


def display_answers() -> bool:
    """Opens the display that DISPLAY names, and closes it again. A driver that was asked for by name needs none."""
    if os.environ.get("SDL_VIDEODRIVER", "x11") != "x11":
        return True
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    x11.XCloseDisplay(display)
    return True
