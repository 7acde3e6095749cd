"""The town hall's keys: made once, rotated with overlap, kept until they are dropped by name."""

import json
import stat
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kiosk.outbox import Receipts, Seal, read_pinned
from kiosk.outbox.receipts import FORGED, Expected
from kiosk.portal import ApplicationReceipt, ApplicationRequest
from kiosk.sandbox.keys import OVERLAP, TownKeys
from kiosk.sandbox.receipts import signed
from kiosk.sandbox.unsealing import Opened, Unsealing
from tests.kiosk.outbox.conftest import receipt

KEY = UUID("019a0000-0000-7000-8000-000000000001")
DAY = timedelta(days=1)


class Town:
    """A town hall's keys on a day that a test chooses."""

    def __init__(self, folder):
        self.folder = folder
        self.now = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
        self.keys = TownKeys(folder, lambda: self.now)

    def pinned(self):
        return read_pinned(self.folder / "portal-keys.json")

    def sealed(self, pinned):
        return Seal(pinned).seal(KEY, {}, self.now.timestamp())

    def opens(self, sealed):
        return isinstance(Unsealing(self.keys).open(sealed, KEY), Opened)

    def said(self, pinned, sealed):
        """What a terminal with these keys makes of the town hall's receipt now: True, or why not."""
        request = ApplicationRequest(jwe=sealed)
        answer = signed(receipt(KEY, request, received_at=self.now), self.keys)
        found = Receipts(pinned).checked(answer, Expected(KEY, request), self.now.timestamp())
        return isinstance(found, ApplicationReceipt) or found


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


def test_made_once_and_found_again(town):
    again = TownKeys(town.folder, lambda: town.now)
    assert again.public() == town.keys.public() == (town.folder / "portal-keys.json").read_bytes()
    for name in ("sealing.key", "signing.key"):
        assert stat.S_IMODE((town.folder / name).stat().st_mode) == 0o600
    assert not {"d", "k"} & {member for key in json.loads(town.keys.public())["keys"] for member in key}


def test_rotation_with_overlap_leaves_no_day_without_an_understanding(town):
    """Old file and new file, before notice ends, within the overlap, and after it."""
    before = town.pinned()
    town.keys.rotate(DAY)
    after = town.pinned()
    kids = {"old": before.keys[0].kid, "new": next(key.kid for key in after.keys if key.use == "enc")}
    assert kids["old"] != kids["new"]
    for passed, expected in ((timedelta(), "old"), (DAY, "new"), (DAY + OVERLAP, "new")):
        town.now = datetime(2026, 11, 24, 10, 24, tzinfo=UTC) + passed
        assert after.sealing(town.now.timestamp()).kid == kids[expected]
        assert town.opens(town.sealed(after))
        assert town.opens(town.sealed(before)), "whoever has not heard of it seals to the old one"
        assert town.said(after, town.sealed(after)) is True
    town.now = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
    assert town.said(before, town.sealed(before)) is True, "the old one signs until then"
    town.now += DAY
    assert town.said(before, town.sealed(before)) == FORGED


def test_sealed_before_a_rotation_opens_long_after_it(town):
    sealed = town.sealed(town.pinned())
    for _ in range(3):
        town.keys.rotate(timedelta())
        town.now += 30 * DAY
    assert town.opens(sealed)
    assert TownKeys(town.folder, lambda: town.now).public() == town.keys.public()


def test_old_keys_end_once(town):
    town.keys.rotate(timedelta())
    first = town.keys.names()
    town.now += DAY
    town.keys.rotate(timedelta())
    ends = {each["kid"]: each.get("exp") for each in town.keys.names()}
    assert [ends[each["kid"]] for each in first if "exp" in each] == [each["exp"] for each in first if "exp" in each]
    assert sum(end is None for end in ends.values()) == 2


def test_dropped_key_opens_nothing_and_the_last_one_cannot_be_dropped(town):
    sealed = town.sealed(town.pinned())
    old = town.pinned().keys[0].kid
    assert not town.keys.drop(old)
    assert not town.keys.drop("nobody's")
    town.keys.rotate(timedelta())
    assert town.keys.drop(old)
    assert Unsealing(town.keys).open(sealed, KEY) == "seal-unknown-key"
    assert old not in (town.folder / "sealing.key").read_text()
    assert old not in (town.folder / "portal-keys.json").read_text()
