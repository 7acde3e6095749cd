"""What is synced before a name counts as durable: the file, and every folder that got a new name (fsync(2))."""

import os
import stat

import pytest

from kiosk.durable_files import make_folder, rename_file, replace_file


@pytest.fixture
def synced(monkeypatch):
    """Inodes, in order."""
    inodes, real = [], os.fsync

    def fsync(handle):
        inodes.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return inodes


def inode(path):
    return path.stat().st_ino


def test_replaced_file_is_synced_before_its_folder(tmp_path, synced):
    file = tmp_path / "file"
    replace_file(file, b"old")
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert synced[2:] == [inode(file), inode(tmp_path)]


def test_what_cannot_be_written_leaves_the_old_one_and_no_rest(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    file = tmp_path / "file"
    replace_file(file, b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, b"new")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"file": b"old"}


def test_new_name_is_synced(tmp_path, synced):
    (tmp_path / "old").touch()
    rename_file(tmp_path / "old", tmp_path / "new")
    assert synced == [inode(tmp_path)]


def test_every_folder_that_got_a_new_one_is_synced(tmp_path, synced):
    make_folder(tmp_path / "a" / "b" / "c")
    assert stat.S_IMODE((tmp_path / "a" / "b" / "c").stat().st_mode) == 0o700
    assert synced == [inode(tmp_path), inode(tmp_path / "a"), inode(tmp_path / "a" / "b")]
    make_folder(tmp_path / "a" / "b" / "c")
    assert len(synced) == 3


def test_relative_folder_is_made_where_the_program_stands(tmp_path, synced, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_folder(tmp_path.__class__("taken"))
    assert synced == [inode(tmp_path)]
