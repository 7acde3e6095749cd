"""The disk is full: accepting stops, what waits is delivered all the same, nobody is lost; with room all is well again.

On a real file system (tmpfs) with the machine's SQLite. Once the terminal sees it coming and says so before a person
begins, once it notices only when SQLite has no room left: then the one person hears that nothing was kept.
"""

import subprocess
import sys

import msgspec
import pytest

from kiosk.state_db.reserve import SPARE
from tests.faults.mounts import NoNamespaceError, on_small_disk


def play(tmp_path, spare):
    """Fills a disk of 12 MB; gives what was seen."""
    disk, town = tmp_path / "disk", tmp_path / "town"
    disk.mkdir()
    command = [sys.executable, "-m", "tests.faults.filling", str(disk), str(town), str(spare)]
    try:
        command = on_small_disk(disk, "12m", command)
    except NoNamespaceError as error:
        pytest.fail(str(error))
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return msgspec.json.decode(ended.stdout)


@pytest.mark.parametrize(("spare", "last"), [(SPARE, "no-room"), (0, "store")], ids=["foreseen", "noticed by SQLite"])
def test_accepting_stops_and_the_queue_drains(tmp_path, spare, last):
    seen = play(tmp_path, spare)
    assert seen["heard"].pop(last) == 1
    assert seen["heard"] == {"Sealed": seen["waiting"]}
    assert seen["waiting"] > 5
    assert seen["late"] == "NotAccepted"
    assert (seen["drained"], seen["left_on_full_disk"]) == (True, 0)
    assert (seen["lost"], seen["doubled"], seen["not_accepted_but_arrived"]) == (0, 0, 0)
    assert (seen["well"], seen["after"], seen["ballast"]) == (True, "Sealed", True)
    if spare:
        assert (seen["offered_when_full"], seen["troubles"]) == (False, ["disk-full"])


def test_machine_without_namespaces_says_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoNamespaceError, match="run this as root"):
        on_small_disk(tmp_path, "12m", ["true"])
