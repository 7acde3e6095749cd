"""A rescue may be cut off at any moment, or find no room; the damaged file is kept."""

import pytest

from kiosk.state_db import StateDb, StoreError, StoreFullError
from kiosk.state_db import rescue as rescue_module
from tests.kiosk.state_db.files import overwrite, root, waiting


def test_two_in_one_second_are_both_kept(path, kept):
    for _ in range(2):
        path.write_bytes(b"<html>" * 1000)
        StateDb(path).close()
    assert len(list(path.parent.glob("state.db.damaged-*"))) == 2


@pytest.mark.parametrize("step", ["salvage", "_put_aside", "rename"])
def test_cut_off_rescue_is_finished_at_the_next_start(path, kept, monkeypatch, step):
    overwrite(path, root(path, "outbox_usage"))

    def cut(*_):
        raise StoreError("the power went")

    with monkeypatch.context() as patch:
        if step == "rename":
            before = rescue_module._put_aside
            patch.setattr(rescue_module, "_put_aside", lambda where: (before(where), cut()))
        else:
            patch.setattr(rescue_module, step, cut)
        with pytest.raises(StoreError, match="the power went"):
            StateDb(path)
    db = StateDb(path)
    assert waiting(db) == kept
    assert db.set_aside is not None
    assert len(list(path.parent.glob("state.db.damaged-*"))) == 1
    assert not path.with_name("state.db.fresh").exists()
    db.close()


def test_a_disk_without_room_for_what_is_saved_is_said_and_nothing_is_touched(path, kept, monkeypatch):
    overwrite(path, root(path, "outbox_usage"))
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(rescue_module, "salvage", full_disk)
        with pytest.raises(StoreFullError, match="no room to save"):
            StateDb(path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.fresh*")), "the room is given back"
    db = StateDb(path)
    assert waiting(db) == kept
    db.close()


def full_disk(*_):
    raise StoreFullError("SQLITE_FULL")
