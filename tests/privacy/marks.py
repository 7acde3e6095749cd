"""Looks for what a person typed in everything that was written, however it may be written there.

A mark is a text that nobody else would write. It is looked for as plain text in several character sets (also with
accents taken apart, and in any case), as JSON and URLs escape it, in hexadecimal, and in Base64 at all three
alignments. What is compressed or encrypted is not looked into.
"""

import base64
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

SHORTEST = 8
"""Bytes of a mark: what is left of it in Base64 at a bad alignment is still no accident."""
_CHARACTER_SETS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp858")
_UNFOLDED = {0: 0, 1: 2, 2: 3}
"""By alignment: so many first signs of Base64 depend on what stands before the mark."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark that was found. Which one is not said: a failing test must not tell either.

    Args:
        where: file, or the name of one.
        number: place of the mark in the list that was looked for.
        how: in which form.
    """

    where: Path
    number: int
    how: str


class Marks:
    """What is looked for.

    Raises:
        ValueError: a mark is so short that it may be found by accident.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        if any(len(text.encode()) < SHORTEST for text in self._texts):
            raise ValueError(f"a mark has at least {SHORTEST} bytes")
        self._forms = [(n, how, form) for n, text in enumerate(self._texts) for how, form in forms(text)]
        self._folded = [(n, text.casefold()) for n, text in enumerate(self._texts)]

    def in_bytes(self, found: bytes, where: Path) -> list[Hit]:
        """All marks that are in there, each form once."""
        lower = found.lower()
        hits = [Hit(where, n, how) for n, how, form in self._forms if form in found or form.lower() in lower]
        for readable in _readable(found):
            hits += [Hit(where, n, "any case") for n, text in self._folded if text in readable]
        return hits

    def in_files(self, files: Iterable[Path]) -> list[Hit]:
        """All marks in contents and names. A file that is gone meanwhile has its name searched only."""
        return [hit for file in files for hit in (*self._in_name(file), *self.in_bytes(content(file), file))]

    def _in_name(self, file: Path) -> list[Hit]:
        return self.in_bytes(str(file).encode("utf-8", "surrogateescape"), file)


def content(file: Path) -> bytes:
    """What is in a file; nothing when it is gone meanwhile, as files of tests that run beside this one are."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Everything that a mark may look like, with a name for it. Case is the business of whoever compares."""
    for spelling, kind in ((text, ""), (unicodedata.normalize("NFD", text), ", accents apart")):
        for name in _CHARACTER_SETS:
            try:
                yield f"{name}{kind}", spelling.encode(name)
            except UnicodeEncodeError:
                continue  # this character set cannot write it
        raw = spelling.encode()
        yield f"hex{kind}", raw.hex().encode()
        yield f"url{kind}", quote(spelling, safe="").encode()
        yield f"url form{kind}", quote_plus(spelling).encode()
        yield f"json{kind}", spelling.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
        for alignment in range(3):
            for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
                yield f"{name} at {alignment}{kind}", _inner(encode(b"\0" * alignment + raw), alignment, len(raw))


def _inner(encoded: bytes, alignment: int, length: int) -> bytes:
    """The signs of Base64 that depend on the mark alone."""
    whole = (alignment + length) * 8 // 6
    return encoded[_UNFOLDED[alignment] : whole]


def _readable(content: bytes) -> Iterator[str]:
    """The content as text in any case, in the character sets that a log or a database might use."""
    yield content.decode("utf-8", "replace").casefold()
    yield content.decode("latin-1").casefold()
    for name in ("utf-16-le", "utf-16-be"):
        for shift in (0, 1):
            yield content[shift:].decode(name, "replace").casefold()


def files_in(*folders: Path) -> list[Path]:
    """All files in these folders; links are not followed, sockets and pipes are no files."""
    found = [path for folder in folders for path in folder.rglob("*")]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())
