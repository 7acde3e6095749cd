"""`buergerterminal staff-pin --out FILE`: asks an admin for the PIN of staff, twice, and writes its hash.

The PIN is never an argument (other users see those) and is not shown while it is typed. What `getpass` gives is a text,
which Python cannot overwrite; this process ends right afterwards, and it is the admin's, not the terminal's.
"""

from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from kiosk.staff.pin_file import PinFileError, weakness, write_pin_file


def set_pin(path: Path, ask: Callable[[str], str] = getpass) -> str:
    """Asks, checks, writes.

    Args:
        path: the file to write; an old one is replaced.
        ask: shows a prompt and gives what was typed.

    Returns:
        What went wrong and what to do, empty when the file is written.
    """
    first = ask("New PIN of staff (6 to 12 digits, not shown): ")
    weak = weakness(first.encode("utf-8", "replace"))
    if weak:
        return f"this PIN is not taken: {weak}"
    if ask("The same again: ") != first:
        return "the two were not the same: nothing was written, try again"
    try:
        write_pin_file(path, first.encode("ascii"))
    except PinFileError as error:
        return str(error)
    return ""
