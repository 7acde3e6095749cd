"""The search finds what it is meant to find: a planted mark in each form. Otherwise 0 hits would say nothing."""

import base64
import binascii
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.privacy.marks import Hit, Marks, files_in

MARK = "Quäßzöld Ümüt"
HERE = Path("here")

WRITERS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "latin-1": lambda text: text.encode("latin-1"),
    "code page of the printer": lambda text: text.encode("cp858"),
    "hex": lambda text: text.encode().hex().encode(),
    "hex in capitals": lambda text: binascii.hexlify(text.encode()).upper(),
    "url": lambda text: quote(text).encode(),
    "url in small letters": lambda text: quote(text).lower().encode(),
    "url of a form": lambda text: quote_plus(text).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "capitals": lambda text: text.upper().encode(),
    "small letters": lambda text: text.lower().encode(),
    "case folded": lambda text: text.casefold().encode(),
    "case folded, utf-16-le": lambda text: text.casefold().encode("utf-16-le"),
    "case folded, utf-16-be": lambda text: text.casefold().encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()),
}


@pytest.mark.parametrize("before", [b"", b"x", b"\xff\0", b"abc"], ids=len)
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_a_planted_mark_is_found(writer: Callable[[str], bytes], before: bytes) -> None:
    assert Marks([MARK]).in_bytes(before + writer(MARK) + b"\0 and so on", HERE)


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "ü"])
@pytest.mark.parametrize("after", ["", "a", "ab", "abc"])
def test_a_mark_within_base64_is_found_at_every_alignment(
    encode: Callable[[bytes], bytes], before: str, after: str
) -> None:
    assert Marks([MARK]).in_bytes(encode(f"{before}{MARK}{after}".encode()), HERE)


def test_what_has_no_mark_has_no_hit() -> None:
    assert not Marks([MARK]).in_bytes(bytes(range(256)) * 400 + b"Qu\xc3\xa4\xc3\x9fz\xc3\xb6l", HERE)
    assert not Marks([MARK]).in_bytes(base64.b64encode(bytes(range(256)) * 400), HERE)


def test_short_marks_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 8 bytes"):
        Marks(["Müller"])


def test_a_mark_in_a_database_a_name_and_a_hidden_file_is_found(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "state.db")
    with database:
        database.execute("CREATE TABLE t (a TEXT)")
        database.execute("INSERT INTO t VALUES (?)", (MARK,))
    database.close()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / MARK).write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "state.db")
    hits = Marks([MARK]).in_files(files_in(tmp_path))
    assert {hit.where.name for hit in hits} == {"state.db", MARK}
    assert Hit(tmp_path / "state.db", 0, "utf-8") in hits
