"""On-screen keyboard and number pad as blocks, and what their keys mean.

The keyboard has the German letters in reach and, behind "é ç ñ", signs and the Latin letters with marks that names in
public administration may have (String.Latin+ of DIN 91379, by Unicode ranges). No long press: every letter has a key.
"""

import unicodedata
from functools import lru_cache

from kiosk.dialogue.form_blocks import Keyboard, KeyCap, NumberPad
from kiosk.dialogue.frame import button
from kiosk.dialogue.nodes import Mark, Node
from kiosk.texts import Wording

PREFIX = "keyboard."
PAD = "pad."
SPACE, DELETE, SHIFT, MORE, NEWLINE = "space", "delete", "shift", "more", "newline"
CLEAR, NEXT, COMMA, PLUS = "clear", "next", "comma", "plus"

_COLUMNS = 11
_ROWS = ("1234567890ß", "qwertzuiopü", "asdfghjklöä", "yxcvbnm-'.,")
_EMAIL_ROW = "yxcvbnm-_.@"
_WHOLE = "æøðþđħıłŋœŧəǥĸſ"
"""Letters of names that do not fall apart into base letter and mark."""
_SIGNS = ("@_+/&():;?!", '"§%€#*=„“’°', "áàâçéèêëíìî", "ïñóòôõúùûýÿ")


def _marked_letters() -> str:
    """Small Latin letters with marks that no other layer has, in the order of their base letters."""
    ranges = ((0xDF, 0x180), (0x1A0, 0x1B1), (0x1CD, 0x234), (0x1E01, 0x1EFA))
    known = set("".join((*_ROWS, *_SIGNS)))
    found = [chr(code) for low, high in ranges for code in range(low, high)]
    letters = [sign for sign in found if _is_marked(sign) and sign not in known]
    return "".join(sorted(letters, key=lambda sign: (unicodedata.normalize("NFD", sign)[0], sign)))


def _is_marked(sign: str) -> bool:
    """A small letter that is a base letter with marks, or one of the few without parts."""
    return unicodedata.category(sign) == "Ll" and (len(unicodedata.normalize("NFD", sign)) > 1 or sign in _WHOLE)


def _layers() -> tuple[tuple[str, ...], ...]:
    letters = _marked_letters()
    rows = [letters[start : start + _COLUMNS] for start in range(0, len(letters), _COLUMNS)]
    pages = [tuple(rows[start : start + 4]) for start in range(0, len(rows), 4)]
    return (_ROWS, _SIGNS, *pages)


LAYERS = _layers()


@lru_cache(maxsize=128)  # the same fifty keys for every letter that is typed
def keyboard(w: Wording, *, layer: int, capitals: bool, email: bool, newline: str = "") -> Keyboard:
    """The keyboard as it looks now.

    Args:
        layer: 0 letters, 1 signs and frequent marks, then the other letters with marks.
        capitals: the next letter is a capital, and the keys show it.
        email: @ and _ in reach.
        newline: label of the key for a new line (long texts), empty for none.
    """
    rows = LAYERS[layer]
    if layer == 0 and email:
        rows = (*rows[:3], _EMAIL_ROW)
    letters = tuple(tuple(KeyCap(_letter(sign, capitals=capitals)) for sign in row) for row in rows)
    shift = frozenset({Mark.ACTIVE}) if capitals else frozenset[Mark]()
    more = w("keyboard.letters") if layer == len(LAYERS) - 1 else w("keyboard.more")
    functions = (
        KeyCap(button(PREFIX + SHIFT, w("keyboard.shift"), icon="shift", marks=shift), 2, function=True),
        KeyCap(button(PREFIX + MORE, more), 2, function=True),
        KeyCap(button(PREFIX + SPACE, w("keyboard.space")), 3 if newline else 4),
        *((KeyCap(button(PREFIX + NEWLINE, newline), 2, function=True),) if newline else ()),
        KeyCap(button(PREFIX + DELETE, w("keyboard.delete"), icon="delete"), 2 if newline else 3, function=True),
    )
    return Keyboard((*letters, functions))


@lru_cache(maxsize=16)
def search_keyboard(w: Wording, *, digits: bool) -> Keyboard:
    """The keyboard of a search that knows no capitals and no accents: letters, space and delete.

    Args:
        digits: with the row of digits; where keys must lie low there is no room for it.
    """
    rows = _ROWS if digits else _ROWS[1:]
    letters = tuple(tuple(KeyCap(_letter(sign, capitals=False)) for sign in row) for row in rows)
    functions = (
        KeyCap(button(PREFIX + SPACE, w("keyboard.space")), 7),
        KeyCap(button(PREFIX + DELETE, w("keyboard.delete"), icon="delete"), 4, function=True),
    )
    return Keyboard((*letters, functions))


def _letter(sign: str, *, capitals: bool) -> Node:
    """Ids stay the small letter: the key is the same key, whatever it shows."""
    shown = sign.upper() if capitals and len(sign.upper()) == 1 else sign
    return button(PREFIX + sign, shown)


def next_layer(layer: int) -> int:
    """The layer after this one; after the last one the letters."""
    return (layer + 1) % len(LAYERS)


def number_pad(
    w: Wording, note: Node | None, *, more_boxes: bool, comma: bool = False, plus: bool = False
) -> NumberPad:
    """Digits; beside them where the caret goes next, and the comma of amounts."""
    digits = [button(PAD + digit, digit) for digit in "123456789"]
    clear = button(PAD + CLEAR, w("pad.clear"))
    delete = button(PAD + DELETE, w("keyboard.delete"), icon="delete")
    beside: list[Node] = []
    if comma:
        beside.append(button(PAD + COMMA, w("pad.comma")))
    if plus:
        beside.append(button(PAD + PLUS, "+"))
    if more_boxes:
        beside.append(button(PAD + NEXT, w("pad.next"), icon="forward"))
    return NumberPad((*digits, clear, button(PAD + "0", "0"), delete), note, tuple(beside))


def sign_of(node: str) -> str:
    """The character that a key stands for, empty for function keys and other nodes."""
    name = node.removeprefix(PREFIX).removeprefix(PAD)
    if name == node:
        return ""
    return {SPACE: " ", NEWLINE: "\n", COMMA: ",", PLUS: "+"}.get(name, name if len(name) == 1 else "")
