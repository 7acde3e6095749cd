"""`buergerterminal withheld`: nothing leaves the terminal that is not in a file, and what may be sent is sent again."""

import json
import stat
import time
from uuid import uuid4

import pytest

from kiosk.__main__ import BUSY, OK, WRONG, main
from kiosk.outbox import Seal, Store, handover
from kiosk.outbox.handover import hand_over
from kiosk.outbox.store import SENDABLE_S
from kiosk.portal import provisional_number
from kiosk.settings import shipped_config
from kiosk.state_db import StateDb
from tests.kiosk.outbox.conftest import PERSON

NOW = time.time()


@pytest.fixture
def config(tmp_path):
    """Settings of a terminal whose state is in the test's folder."""
    text = (shipped_config() / "terminal.yaml").read_text("utf-8")
    (line,) = (line for line in text.splitlines() if line.strip().startswith("state_dir:"))
    path = tmp_path / "terminal.yaml"
    path.write_text(text.replace(line, f"  state_dir: {tmp_path / 'state'}"))
    (tmp_path / "state").mkdir()
    return path


@pytest.fixture
def opened(tmp_path, config):
    """Opens the store of that terminal; it is closed again at the end at the latest."""
    made = []

    def open_():
        made.append(Store(StateDb(tmp_path / "state/state.db")))
        return made[-1]

    yield open_
    for store in made:
        store.close()


@pytest.fixture
def kept(opened, pinned):
    """One in quarantine, one too old, one spoilt by the disk, one that simply waits; gives their keys."""
    store, seal = opened(), Seal(pinned)
    keys = {name: uuid4() for name in ("refused", "old", "spoilt", "waits")}
    for name, key in keys.items():
        accepted = NOW - SENDABLE_S - 100 if name == "old" else NOW - 100
        store.add(key, seal.destination, seal.seal(key, PERSON, NOW), accepted)
    store.quarantine(keys["refused"], "unknown-service")
    store._change_rows("UPDATE outbox SET key = 'rubbish' || key WHERE key = ?", str(keys["spoilt"]))
    store.waiting()
    store.close()
    return keys


def test_list_says_number_time_and_reason(config, kept, capsys):
    assert main(["withheld", "--config", str(config)]) == OK
    said = capsys.readouterr().out
    old, *others = said.splitlines()
    assert old.split()[0] == provisional_number(kept["old"])
    assert old.endswith("too-old")
    assert [line.split()[0] for line in others] == [provisional_number(kept["refused"]), "unreadable"]
    assert [line.split()[-1] for line in others] == ["unknown-service", "damaged"]


def test_taken_ones_are_in_files_that_only_the_portal_can_open(config, kept, opened, portal_keys, tmp_path, capsys):
    there = tmp_path / "usb/stick"
    assert main(["withheld", "--config", str(config), "--take", str(there)]) == OK
    assert capsys.readouterr().out.count("written: ") == 3
    files = sorted(there.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert not any(word.encode() in file.read_bytes() for file in files for word in PERSON.values())
    found = {each["reason"]: each for each in map(json.loads, (file.read_text() for file in files))}
    assert set(found) == {"unknown-service", "too-old", "damaged"}
    refused = found["unknown-service"]
    assert refused["number"] == provisional_number(kept["refused"])
    opened_ = portal_keys.open(refused["jwe"], kept["refused"])
    assert opened_.content["name"] == PERSON["name"]
    store = opened()
    assert [row.key for row in store.waiting()] == [kept["waits"]]
    assert store.usage.rows == 1
    store.close()
    assert main(["withheld", "--config", str(config), "--take", str(there)]) == OK
    assert "Nothing is withheld" in capsys.readouterr().out


def test_sent_again_is_what_may_be_sent(config, kept, opened, capsys):
    assert main(["withheld", "--config", str(config), "--again"]) == OK
    assert capsys.readouterr().out.splitlines() == [
        "sent again when the terminal runs: 2",
        "too old to be sent (T-11), left as they are: 1",
    ]
    store = opened()
    assert {row.key for row in store.waiting()} == {kept["refused"], kept["old"], kept["waits"]}
    assert store.usage.quarantined == 1, "the disk did not get better by it"


def test_cut_off_between_file_and_store_is_no_harm(config, kept, opened, tmp_path, monkeypatch):
    store = opened()
    found = store.withheld(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(store, "take_out", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            hand_over(store, found, tmp_path / "out")
    assert store.usage.rows == 4
    (left,) = (tmp_path / "out").iterdir()
    assert left in hand_over(store, found, tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_full_medium_keeps_them_here(config, kept, opened, tmp_path, capsys, monkeypatch):
    def full(path, _content):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(handover, "replace_file", full)
    assert main(["withheld", "--config", str(config), "--take", str(tmp_path / "out")]) == WRONG
    assert "No space left" in capsys.readouterr().err
    monkeypatch.undo()
    assert opened().usage.rows == 4


def test_a_terminal_that_runs_is_left_alone(config, kept, opened, capsys):
    opened()
    assert main(["withheld", "--config", str(config), "--again"]) == BUSY
    assert "another process" in capsys.readouterr().err


def test_wrong_folder_is_said_and_nothing_is_made_there(config, tmp_path, capsys):
    assert main(["withheld", "--config", str(config)]) == WRONG
    assert "has this terminal run" in capsys.readouterr().err
    assert list((tmp_path / "state").iterdir()) == []
