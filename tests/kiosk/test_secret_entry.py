"""Digits of a PIN: one buffer, overwritten, given once, and only to whoever saw as many."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from kiosk.secret_entry import CLEAR, DELETE, LONGEST, SecretEntry

KEYS = st.lists(st.sampled_from([*"0123456789", DELETE, CLEAR, "x", "", "12", "٣"]), max_size=40)


def buffer_of(entry: SecretEntry) -> bytearray:
    """The one object that holds digits; there is no public way to it."""
    found: bytearray = entry._digits
    return found


@given(KEYS, st.integers(1, 20))
def test_it_holds_what_a_person_would_expect(keys: list[str], limit: int) -> None:
    entry, expected = SecretEntry(), ""
    for key in keys:
        if key == CLEAR:
            expected = ""
        elif key == DELETE:
            expected = expected[:-1]
        elif key in tuple("0123456789") and len(expected) < min(limit, LONGEST):
            expected += key
        assert entry.press(key, limit=limit) == len(expected)
        assert bytes(buffer_of(entry)) == expected.encode().ljust(LONGEST, b"\0")
    with entry.taken(len(expected)) as digits:
        assert digits == (expected.encode() or None)


def typed(digits: str) -> SecretEntry:
    entry = SecretEntry()
    for digit in digits:
        entry.press(digit, limit=12)
    return entry


def test_nothing_is_left_once_it_was_taken_and_what_was_given_is_overwritten() -> None:
    entry = typed("271828")
    with entry.taken(6) as digits:
        assert digits == b"271828"
        assert bytes(buffer_of(entry)) == bytes(LONGEST)
    assert digits == bytes(6)
    with entry.taken(0) as again:
        assert again is None


def test_it_is_overwritten_when_the_check_breaks() -> None:
    entry = typed("271828")
    kept = bytearray()
    try:
        with entry.taken(6) as digits:
            assert digits is not None
            kept = digits
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert kept == bytes(6)


def test_other_digits_than_were_seen_are_not_given_and_are_gone() -> None:
    entry = typed("2718281")
    with entry.taken(6) as digits:
        assert digits is None
    assert bytes(buffer_of(entry)) == bytes(LONGEST)


def test_forget_overwrites_in_place() -> None:
    entry = typed("271828")
    before = buffer_of(entry)
    entry.forget()
    assert buffer_of(entry) is before
    assert bytes(before) == bytes(LONGEST)
    assert entry.press("1", limit=12) == 1


def test_no_copy_is_made_while_it_grows() -> None:
    """The buffer never moves, so no other object with these digits ever exists."""
    entry = typed("")
    before = buffer_of(entry)
    for digit in "918273645546":
        entry.press(digit, limit=12)
    assert buffer_of(entry) is before
    held = [each for each in gc.get_objects() if isinstance(each, bytes | bytearray | str) and each[:4] in ("9182",)]
    assert held == []


def test_repr_says_nothing() -> None:
    assert repr(typed("271828")) == repr(SecretEntry())


def test_two_threads_never_get_the_same_entry() -> None:
    entry = typed("271828")
    together = threading.Barrier(8)

    def take(_number: int) -> bool:
        together.wait()
        with entry.taken(6) as digits:
            return digits is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1
