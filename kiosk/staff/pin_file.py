"""The file with the hash of the staff PIN: Argon2id (RFC 9106) in PHC string form, one line, mode 0600.

    $argon2id$v=19$m=47104,t=3,p=1$<salt>$<hash>

At least the parameters of the OWASP Password Storage Cheat Sheet are needed; ours are above them (0.2 s on a PC).
Limit, said openly: six digits are a million possibilities. Whoever copies this file can try them all in days. What
protects a PIN is the lock-out at the glass and that only the terminal's user can read the file; longer PINs are better.
"""

import os
import re
from itertools import pairwise
from pathlib import Path

from kiosk.durable_files import replace_file
from kiosk.staff.api import LONGEST_PIN, SHORTEST_PIN

MEMORY_KIB, PASSES, LANES = 47104, 3, 1
_SALT_BYTES, _HASH_BYTES = 16, 32
_LEAST = ((47104, 1), (19456, 2), (12288, 3), (9216, 4), (7168, 5))
"""OWASP: pairs of memory in KiB and passes that are equally strong at one lane."""
_MOST_KIB, _MOST_PASSES, _MOST_LANES = 262144, 20, 4
"""More would let a file stop the terminal: its memory is limited."""
_LONGEST_FILE = 512
_FORM = re.compile(
    r"\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})"
)
_MAKE = "make it with: buergerterminal staff-pin --out FILE"


class PinFileError(Exception):
    """The file cannot be used; the text says why and what to do. Nothing of its content is in it."""


def weakness(pin: bytes | bytearray) -> str:
    """Why this is no PIN for staff, empty if it is one. The answer does not repeat it."""
    digits = bytes(pin)
    if not digits.isdigit():
        return "digits only"
    if not SHORTEST_PIN <= len(digits) <= LONGEST_PIN:
        return f"{SHORTEST_PIN} to {LONGEST_PIN} digits"
    if len({(after - before) % 10 for before, after in pairwise(digits)}) == 1:
        return "not the same digit again and again, and not digits in a row"
    if any(digits == (digits[:n] * len(digits))[: len(digits)] for n in range(1, len(digits) // 2 + 1)):
        return "not the same group of digits again and again"
    return ""


def write_pin_file(path: Path, pin: bytes | bytearray) -> None:
    """Hashes a PIN into a new file that replaces the old one at once; only its owner can read it.

    Raises:
        PinFileError: the PIN is weak, or the file cannot be written.
    """
    weak = weakness(pin)
    if weak:
        raise PinFileError(f"this PIN is not taken: {weak}")
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 -- see the package

    kdf = Argon2id(
        salt=os.urandom(_SALT_BYTES), length=_HASH_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
    line = kdf.derive_phc_encoded(bytes(pin)) + "\n"
    try:
        replace_file(path, line.encode("ascii"))
    except OSError as error:
        raise PinFileError(f"{path}: cannot be written ({error.strerror}): name a folder you may write to") from error


def read_pin_file(path: Path) -> str:
    """The PHC string of the file.

    Raises:
        PinFileError: missing, unreadable, of another form, too weak or too heavy.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST_FILE + 1)
    except OSError as error:
        raise PinFileError(f"{path}: cannot be read ({error.strerror}): {_MAKE}") from error
    line = raw.decode("ascii", "replace").strip()
    found = _FORM.fullmatch(line)
    if found is None:
        raise PinFileError(f"{path}: is no Argon2id hash: {_MAKE}")
    memory, passes, lanes = (int(found[number]) for number in (1, 2, 3))
    if not any(memory >= kib and passes >= times for kib, times in _LEAST):
        raise PinFileError(f"{path}: m={memory},t={passes} is weaker than OWASP asks for: {_MAKE}")
    if memory > _MOST_KIB or passes > _MOST_PASSES or not 1 <= lanes <= _MOST_LANES:
        raise PinFileError(f"{path}: m={memory},t={passes},p={lanes} is too much for a terminal: {_MAKE}")
    return line


def check_pin_file(path: Path) -> list[str]:
    """What is wrong with the file, one line a mistake with its remedy; empty when it is usable."""
    try:
        read_pin_file(path)
        mode = path.stat().st_mode
    except PinFileError as error:
        return [str(error)]
    except OSError as error:
        return [f"{path}: cannot be read ({error.strerror}): {_MAKE}"]
    return [f"{path}: others may read it (mode {mode & 0o777:o}): chmod 600"] if mode & 0o077 else []


def matches(phc: str, digits: bytearray) -> bool:
    """Whether these digits made this hash; takes equally long for every wrong PIN."""
    from cryptography.exceptions import InvalidKey  # noqa: PLC0415 -- see the package
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    try:
        Argon2id.verify_phc_encoded(digits, phc)  # type: ignore[arg-type]  # any buffer will do; bytes would be a copy
    except InvalidKey:
        return False
    return True
