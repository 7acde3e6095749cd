"""Proofs of provisional slips: what they answer, and what they cost somebody who has the disk."""

import inspect
import re
from uuid import uuid4

from kiosk.outbox import slips
from kiosk.outbox.api import Held
from kiosk.outbox.store import Slip
from kiosk.portal import provisional_number

CODE = "K7F3P9XD"


def slip(key, code=CODE, refused=False):
    return Slip(key, 1000.0, refused, *slips.made(key, code))


def test_right_pair_opens_and_pairs_cannot_be_mixed():
    one, two = uuid4(), uuid4()
    kept = [slip(one), slip(two, "AAAAAAAA", refused=True)]
    assert slips.found(kept, provisional_number(one), CODE) == Held(provisional_number(one), 1000.0, refused=False)
    assert slips.found(kept, provisional_number(two), "aaaa aaaa").refused
    assert slips.found(kept, provisional_number(two), CODE) is None
    assert slips.found([], provisional_number(one), CODE) is None


def test_same_code_twice_looks_different():
    key = uuid4()
    assert slip(key).proof != slip(key).proof
    assert len(slip(key).salt) == 16


def test_a_guess_needs_memory_that_a_graphics_card_does_not_have_for_each_of_its_cores():
    """RFC 7914 section 2: 128 * N * r bytes for each guess at once; a code has 40 bits."""
    assert 128 * slips._N * slips._R >= 32 * 1024 * 1024
    assert re.search(r"return scrypt\(", inspect.getsource(slips._proof))


def test_repr_of_what_is_found_shows_no_number():
    key = uuid4()
    assert provisional_number(key) not in repr(slips.found([slip(key)], provisional_number(key), CODE))
