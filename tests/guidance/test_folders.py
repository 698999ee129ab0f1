"""Index folders appear whole, are never taken away from their users, and go when nobody has used them for a week."""

import os
import time
from pathlib import Path

import pytest

from assistant.guidance import folders

HASH, OTHER = "0123456789abcdef", "fedcba9876543210"
WEEKS_AGO = time.time() - 15 * 24 * 3600


def aged(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "file").write_text("x")
    os.utime(folder, (WEEKS_AGO, WEEKS_AGO))
    return folder


def test_a_folder_has_its_name_only_when_it_is_full(tmp_path):
    home = tmp_path / "index" / HASH
    seen = []

    def fill(folder: Path) -> None:
        (folder / "file").write_text("whole")
        seen.append(home.exists())

    folders.build_aside(home, fill)
    assert seen == [False]
    assert (home / "file").read_text() == "whole"
    assert [path.name for path in home.parent.iterdir()] == [HASH]


def test_a_failed_build_leaves_nothing_and_says_why(tmp_path):
    home = tmp_path / HASH

    def fill(folder: Path) -> None:
        (folder / "file").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        folders.build_aside(home, fill)
    assert list(tmp_path.iterdir()) == []


def test_the_faster_of_two_builders_wins(tmp_path):
    home = tmp_path / HASH

    def fill(folder: Path) -> None:
        (folder / "file").write_text("slower")
        home.mkdir()
        (home / "file").write_text("faster")

    folders.build_aside(home, fill)
    assert (home / "file").read_text() == "faster"
    assert [path.name for path in tmp_path.iterdir()] == [HASH]


def test_what_nobody_has_used_for_a_week_goes(tmp_path):
    keep, old = aged(tmp_path / HASH), aged(tmp_path / OTHER)
    crashed = aged(tmp_path / "building-x1y2")
    folders.remove_old(tmp_path, keep=keep)
    assert keep.is_dir()
    assert not old.exists()
    assert not crashed.exists()


def test_what_is_used_or_not_ours_stays(tmp_path):
    used = aged(tmp_path / OTHER)
    folders.mark_used(used)
    foreign = aged(tmp_path / "my-notes")
    target = aged(tmp_path / "elsewhere")
    link = tmp_path / "00000000000000ff"
    link.symlink_to(target)
    folders.remove_old(tmp_path, keep=tmp_path / HASH)
    assert all(path.is_dir() for path in (used, foreign, target, link))


def test_marking_or_removing_what_is_gone_is_no_error(tmp_path):
    folders.mark_used(tmp_path / HASH)
    folders.remove(tmp_path / HASH)
