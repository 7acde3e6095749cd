"""Keys that change while applications wait: nothing is lost, nothing is deleted, and staff hear of what cannot open."""

import json
from pathlib import Path

import pytest

from kiosk.outbox import Delivered, Refused, Sealed, Trouble, Waiting
from kiosk.portal import FailureKind, PortalFailure
from tests.contract.outbox.conftest import key_file
from tests.contract.outbox.test_delivery import arrived


@pytest.fixture
def own_town(new_town, tmp_path):
    """A town hall whose keys this test may change."""
    return new_town(tmp_path / "town")


def pinned_copy(town, tmp_path, name) -> Path:
    """The key file as it is now, brought to a terminal."""
    copy = tmp_path / name
    copy.write_bytes(key_file(town).read_bytes())
    return copy


def test_sealed_before_a_rotation_and_delivered_after_it_opens(new_terminal, own_town, tmp_path):
    terminal = new_terminal(pinned_copy(own_town, tmp_path, "keys.json"), own_town.client(backoff_s=0.05))
    own_town.do("down")
    key = terminal.submit()
    assert [type(terminal.next()) for _ in range(2)] == [Sealed, Waiting]
    own_town.do("rotate_keys")
    own_town.do("up")
    assert isinstance(terminal.next(), Delivered)
    assert arrived(own_town) == [(str(key), 1)]


def test_receipt_by_a_key_that_is_not_pinned_yet_waits_for_the_new_file(new_terminal, own_town, tmp_path):
    """Somebody rotated without notice. The portal has the application; the terminal keeps it until it can know that."""
    terminal = new_terminal(pinned_copy(own_town, tmp_path, "old.json"), own_town.client(backoff_s=0.05))
    own_town.do("rotate_keys", notice_s=0)
    key = terminal.submit()
    assert terminal.next() == Sealed(key)
    assert terminal.next() == Waiting(key, PortalFailure(FailureKind.BROKEN, "receipt-forged"))
    assert terminal.outbox.troubles() == {Trouble.RECEIPT}
    assert terminal.outbox.waiting().count == 1
    terminal.outbox.stop()
    updated = new_terminal(pinned_copy(own_town, tmp_path, "new.json"), own_town.client(backoff_s=0.05))
    assert updated.next().key == key
    updated.drained()
    assert updated.outbox.troubles() == set()
    ((arrived_key, deliveries),) = arrived(own_town)
    assert (arrived_key, deliveries > 1) == (str(key), True)


def test_key_that_the_portal_dropped_ends_in_quarantine(new_terminal, own_town, tmp_path):
    keys = pinned_copy(own_town, tmp_path, "keys.json")
    terminal = new_terminal(keys, own_town.client(backoff_s=0.05))
    own_town.do("down")
    key = terminal.submit()
    assert [type(terminal.next()) for _ in range(2)] == [Sealed, Waiting]
    own_town.do("rotate_keys")
    own_town.do("drop_key", kid=json.loads(keys.read_bytes())["keys"][0]["kid"])
    own_town.do("up")
    assert terminal.next() == Refused(key, PortalFailure(FailureKind.REFUSED, "seal-unknown-key"))
    assert terminal.outbox.troubles() == {Trouble.QUARANTINE}
    assert (terminal.outbox.waiting().quarantined, arrived(own_town)) == (1, [])
    terminal.outbox.stop()
    assert b"seal-unknown-key" in terminal.written(), "kept, with the portal's word for it"
