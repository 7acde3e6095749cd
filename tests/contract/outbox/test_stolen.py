"""What whoever steals the terminal has: every byte in its folder, our source, and no key. It gives neither content nor
code, and what it gives is said in docs/outbox.md."""

import base64
import hashlib
import itertools
import json
import sqlite3
import uuid

import pytest

from kiosk.outbox import Refused, Sealed, Waiting
from kiosk.portal import provisional_code, provisional_number
from kiosk.portal.contract import plain
from tests.contract.outbox.conftest import CODE, key_file
from tests.contract.outbox.payloads import MARKED, SERVICE
from tests.contract.outbox.test_delivery import spellings
from tests.contract.outbox.thief import opens


@pytest.fixture
def image(new_terminal, town):
    """A terminal with one application that waits and one in quarantine, switched off. Gives its folder's bytes."""
    terminal = new_terminal(key_file(town), town.client(backoff_s=0.01))
    terminal.submit(plz="nirgends")
    assert isinstance([terminal.next(), terminal.next()][1], Refused)
    town.do("down")
    key = terminal.submit()
    assert [terminal.next(), type(terminal.next())] == [Sealed(key), Waiting]
    while terminal.outbox.held(provisional_number(key), CODE) is None:
        continue
    terminal.outbox.stop()
    return terminal, key


def rows(terminal):
    with sqlite3.connect(terminal.folder / "state.db") as db:
        return db.execute("SELECT key, slip_salt, slip_proof, sealed FROM outbox ORDER BY position").fetchall()


def test_neither_content_nor_code_is_in_it(image):
    terminal, _ = image
    written = terminal.written()
    for value in (*MARKED, CODE, f"{CODE[:4]} {CODE[4:]}"):
        assert [each for each in spellings(value) if each in written] == [], value


def test_it_does_not_say_what_somebody_applied_for(image):
    """Who saw when a neighbour stood at the terminal would know the rest."""
    terminal, _ = image
    assert [each for each in spellings(SERVICE) if each in terminal.written()] == []


def test_nothing_on_the_disk_leads_to_the_code(image):
    """The key in the clear gives the number, as it must; no id, salt or time beside it gives the code."""
    terminal, key = image
    (_, (kept_key, salt, proof, sealed)) = rows(terminal)
    assert kept_key == str(key)
    header = sealed.split(".")[0]
    known = [key.bytes, salt, proof, base64.urlsafe_b64decode(header + "=="), str(key).encode()]
    guesses = {provisional_code(uuid.UUID(bytes=each)) for each in (key.bytes, salt, proof[:16], proof[16:])}
    for one, two in itertools.product(known, repeat=2):
        guesses.add(provisional_code(uuid.UUID(bytes=hashlib.sha256(one + two).digest()[:16])))
    assert CODE not in guesses


def test_proof_is_no_plain_hash_of_number_and_code(image):
    """A code has 40 bits: what a graphics card can compute quickly would be a code in the clear."""
    terminal, key = image
    (_, (_, salt, proof, _)) = rows(terminal)
    number = plain(provisional_number(key))
    texts = [a + sep + b for a, b in ((number, CODE), (CODE, number)) for sep in ("", " ", "-", "\0")]
    for name, text in itertools.product(("sha256", "sha512", "sha3_256", "blake2b"), texts):
        for content in (salt + text.encode(), text.encode() + salt, text.encode()):
            assert hashlib.new(name, content).digest()[:32] != proof


def test_what_was_refused_at_once_has_no_proof_of_a_code(image):
    """Nobody was given a provisional slip for it."""
    terminal, _ = image
    ((_, salt, proof, _), _) = rows(terminal)
    assert (salt, proof) == (None, None)


def test_no_key_on_the_disk_opens_what_is_on_it(image, town):
    """Every run of bytes that could be a key is tried: of its files, the pinned keys, what it shows the portal."""
    terminal, _ = image
    pinned = key_file(town).read_bytes()
    disk = terminal.written() + pinned + town.token.read_bytes() + town.ca.read_bytes()
    for _, _, _, sealed in rows(terminal):
        assert opens(sealed, disk, json.loads(pinned)) is None


def test_the_search_for_a_key_would_find_it(image, town):
    terminal, _ = image
    pinned = key_file(town).read_bytes()
    private = (town.directory / "state" / "sealing.key").read_bytes()
    (_, _, _, sealed), _ = rows(terminal)
    assert opens(sealed, private + pinned, json.loads(pinned))
