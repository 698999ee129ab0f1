"""Plants each fault into a copy of the tree of its own, and runs the parts of the evals on it until one is red."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.bootstrap import prepare
from assistant.domain.base import Value
from assistant.settings import read_settings
from evals.mutants.faults import Fault, plant
from evals.mutants.parts import PARTS, Desk, Outcome, in_order, reference, run_part
from evals.tree import roots

Told = Callable[[str], None]
LEFT_OUT = shutil.ignore_patterns("*.part.yaml")


class Catch(Value):
    """What became of a fault.

    Attributes:
        by: the part that saw it; empty where it survived.
        seen: what that part said.
        cases: the cases in which something got worse.
        green: parts that saw nothing.
    """

    id: str
    area: str
    breaks: str
    by: str = ""
    seen: str = ""
    cases: tuple[str, ...] = ()
    green: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def caught(self) -> bool:
        """Some part of the evals was red."""
        return bool(self.by)


class Ground(Value):
    """Where faults are planted: the unchanged copy, its reports, and a data folder of its own."""

    tree: Path
    reports: Path
    data: Path
    scratch: Path


@contextmanager
def ground(told: Told) -> Iterator[Ground]:
    """Copy the tree and what it has fitted; nothing is ever written into the real ones."""
    settings = read_settings()
    prepare(settings, told)
    with TemporaryDirectory(prefix="scope-mutants-") as folder:
        root = Path(folder)
        made = Ground(tree=root / "tree", reports=root / "reports", data=root / "data", scratch=root / "scratch")
        for name, path in roots().items():
            shutil.copytree(path, made.tree / name, ignore=LEFT_OUT)
        for path in (settings.cache_dir, settings.index_dir):
            shutil.copytree(path, made.data / path.name)
        made.reports.mkdir()
        made.scratch.mkdir()
        yield made


def hunt(faults: Sequence[Fault], where: Ground, told: Told, *, jobs: int = 2) -> tuple[Catch, ...]:
    """Plant all faults, one at a time, and see which are caught.

    Args:
        faults: which.
        where: the copy of the tree.
        told: is told how far it is.
        jobs: how many trees at once.

    Raises:
        InputError: a fault cannot be planted, or the evals are red without any.
    """
    _refuse_unfitting(faults, where)
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        told(f"The evals without a fault, in {len(PARTS)} parts …")
        desk = Desk(where.reports, where.data, where.reports)
        for waiting in [pool.submit(reference, part, where.tree, desk) for part in PARTS[::-1]]:
            waiting.result()
        running = {pool.submit(_hunt_one, fault, where): number for number, fault in enumerate(faults)}
        found: dict[int, Catch] = {}
        try:
            for done in as_completed(running):
                found[running[done]] = catch = done.result()
                told(f"{len(found)} of {len(faults)}: {catch.id}: {_told(catch)} ({catch.seconds:.0f} s)")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(found[number] for number in sorted(found))


def _refuse_unfitting(faults: Sequence[Fault], where: Ground) -> None:
    """Plant each fault once before any is looked for: one that does not fit would be met only after minutes."""
    tree = where.scratch / "fitting"
    shutil.copytree(where.tree, tree)
    for fault in faults:
        files = {tree / edit.file for edit in fault.edits}
        before = {path: path.read_bytes() for path in files if path.is_file()}
        plant(fault, tree)
        for path, content in before.items():
            path.write_bytes(content)
    shutil.rmtree(tree)


def _told(catch: Catch) -> str:
    return f"caught by {catch.by}" if catch.caught else "SURVIVED"


def _hunt_one(fault: Fault, where: Ground) -> Catch:
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    with _planted(fault, where) as tree:
        desk = Desk(where.reports, where.data, tree.parent)
        for part in in_order(fault.part, fault.cases):
            outcomes.append(run_part(part, tree, desk))
            if outcomes[-1].seen:
                break
    last = outcomes[-1]
    return Catch(
        id=fault.id,
        area=fault.area,
        breaks=fault.breaks,
        by=last.part if last.seen else "",
        seen=last.seen,
        cases=last.cases,
        green=tuple(dict.fromkeys(outcome.part for outcome in outcomes if not outcome.seen)),
        seconds=round(time.monotonic() - begun, 1),
    )


@contextmanager
def _planted(fault: Fault, where: Ground) -> Iterator[Path]:
    """A fresh copy of the tree with one fault in it; compiled files come along, so only what changed is compiled."""
    home = where.scratch / f"{fault.id}-{threading.get_ident()}"
    try:
        shutil.copytree(where.tree, home / "tree")
        plant(fault, home / "tree")
        yield home / "tree"
    finally:
        shutil.rmtree(home, ignore_errors=True)
