"""Index folders: built aside and renamed into place, never written again, removed a week after their last use."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

KEPT_SECONDS = 7 * 24 * 3600
_OURS = re.compile(r"[0-9a-f]{16}|(building|removing)-\w+")


def build_aside(home: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder and give it its name at the end, so that nobody meets it half-built.

    Args:
        home: the folder's final place; where another process was faster, its folder stays.
        fill: writes the content and lets go of all files.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="building-", dir=home.parent))
    try:
        fill(aside)
        aside.rename(home)
    except OSError:
        if not home.is_dir():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def mark_used(home: Path) -> None:
    """Note that a folder is in use, so that nobody removes it as old."""
    with suppress(OSError):
        os.utime(home)


def remove(folder: Path) -> None:
    """Remove a folder at once for whoever looks for it; where a process holds it open, it stays."""
    with suppress(OSError):
        doomed = folder.rename(folder.with_name(f"removing-{os.getpid()}_{time.monotonic_ns()}"))
        shutil.rmtree(doomed, ignore_errors=True)


def remove_old(parent: Path, keep: Path) -> None:
    """Remove what nobody has used for a week: other contents' indexes, and what a crash has left behind."""
    before = time.time() - KEPT_SECONDS
    for folder in parent.iterdir():
        if folder == keep or folder.is_symlink() or not _OURS.fullmatch(folder.name):
            continue
        with suppress(OSError):
            if folder.is_dir() and folder.stat().st_mtime < before:
                remove(folder)
