"""Names of keys as X knows them: `Tab`, `Return`, `Escape`, `Down`, with `Shift+` before them where it is held."""

from Xlib import XK  # type: ignore[import-untyped]

_HELD = {"Shift": "Shift_L", "Control": "Control_L", "Alt": "Alt_L"}


def keysyms(name: str) -> tuple[int, ...]:
    """The key symbols to press one after the other and to let go in reverse.

    Raises:
        ValueError: X knows no key of that name.
    """
    *held, last = name.split("+")
    wanted = [_HELD.get(word, "") for word in held] + [last]
    found = tuple(int(XK.string_to_keysym(word)) for word in wanted)
    if 0 in found:
        raise ValueError(f"X knows no key {name!r}")
    return found
