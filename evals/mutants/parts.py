"""The offline evals in parts, each a call of `scope eval` on a tree, judged by its exit status.

A part is compared with what the tree without a fault gives on the same cases, by the rules of `scope eval --compare`, and
floors of none and of all hold in every part.
"""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.errors import InputError
from evals.baseline import broken_floors, changes
from evals.dataset import recorded
from evals.figures import better
from evals.report import shown
from evals.runner import COSTS, Run, summed

SECONDS = 240
BEFORE = "before.json"
NAMED = 3
COMMAND = (sys.executable, "-m", "evals")
ONE_JOB = ("--quiet", "--jobs", "1")
TALKS = (
    "talk-",
    "simulated-bus-bunching-thorough",
    "simulated-rail-delay-sms-quick",
    "simulated-credit-union",
    "simulated-insurer-photos",
    "simulated-letting-agency",
    "simulated-recycling-robot",
)
TEXTS = ("03-", "06-", "14-", "19-", "24-", "26-", "30-", "c0", "c1", "h0", "h1", "h3", "changed-")


class Part(NamedTuple):
    """A part of the evals.

    Attributes:
        arguments: of `scope eval`.
        cases: the beginnings of the cases' ids; all of the arguments' where there are none.
        compared: it gives figures, which are compared; else it lists mistakes.
    """

    name: str
    arguments: tuple[str, ...]
    cases: tuple[str, ...] = ()
    compared: bool = True

    @property
    def command(self) -> tuple[str, ...]:
        """The whole command line."""
        return (*self.arguments, *(word for start in self.cases for word in ("--case", start)))


class Outcome(NamedTuple):
    """What a part says of a tree: nothing, or why it is red, and in which cases."""

    part: str
    seen: str = ""
    cases: tuple[str, ...] = ()


class Desk(NamedTuple):
    """What a run needs beside the tree: the reports without a fault, the data folder, and a place for its own report."""

    reports: Path
    data: Path
    own: Path


RECORDED = ("--engine", "recorded", *ONE_JOB)
PARTS = (
    Part("lint", ("lint",), compared=False),
    Part("scripted", RECORDED, ("scripted-",)),
    Part("search", (*ONE_JOB, "--group", "retrieval")),
    Part("recorded", RECORDED, ("talk-", *recorded().drafts)),
    Part("texts", ONE_JOB, TEXTS),
    Part("talks", ONE_JOB, TALKS),
)
"""The cheapest first."""
NAMES = frozenset(part.name for part in PARTS)


def in_order(first: str, cases: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """All parts, the one named first before the others, and some of its cases before the whole of it."""
    parts = sorted(PARTS, key=lambda part: part.name != first)
    return (parts[0]._replace(cases=cases), *parts) if cases else tuple(parts)


def reference(part: Part, tree: Path, desk: Desk) -> None:
    """Run a part on the tree without a fault and keep its report.

    Raises:
        InputError: it is red without any fault, so that nothing could be told from it.
    """
    done = _call((*part.command, *_report(part, desk.reports)), tree, desk.data)
    if done.returncode:
        said = _last(done.stderr) or _last(done.stdout)
        raise InputError(f"The evals are red without any fault ({part.name}: {said}). Mend that first.")


def run_part(part: Part, tree: Path, desk: Desk) -> Outcome:
    """Run a part on a tree with a fault in it."""
    before = _before(part, desk) if part.compared else None
    compared = ("--compare", str(desk.own / BEFORE)) if before else ()
    try:
        done = _call((*part.command, *compared, *_report(part, desk.own)), tree, desk.data)
    except subprocess.TimeoutExpired:
        return Outcome(part.name, f"does not end within {SECONDS} seconds")
    if done.returncode == 0:
        return Outcome(part.name)
    if done.returncode == 1 and before and (desk.own / f"{part.name}.json").is_file():
        return _worse(part, before, desk)
    lines = done.stdout.strip().splitlines() if not part.compared and done.returncode == 1 else []
    if lines:
        return Outcome(part.name, _short(lines[0]) + (f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""))
    said = _last(done.stderr) or f"exit status {done.returncode}"
    return Outcome(part.name, _short(f"refuses to run: {said}"))


def _before(part: Part, desk: Desk) -> Run:
    """What the tree without a fault gave in the cases of a part, written down for `--compare`."""
    whole = Run.model_validate_json((desk.reports / f"{part.name}.json").read_text(encoding="utf-8"))
    some = [one for one in whole.results if not part.cases or one.id.startswith(part.cases)]
    before = summed(whole.engine, some)
    (desk.own / BEFORE).write_text(before.model_dump_json(), encoding="utf-8")
    return before


def _report(part: Part, folder: Path) -> tuple[str, ...]:
    return ("--json", str(folder / f"{part.name}.json")) if part.compared else ()


def _worse(part: Part, before: Run, desk: Desk) -> Outcome:
    """The floors that are broken and the figures that got worse, as the unchanged judge sees them."""
    run = Run.model_validate_json((desk.own / f"{part.name}.json").read_text(encoding="utf-8"))
    worse = [change for change in changes(run.figures, before.figures) if change.worse]
    said = [f"{one.name} {shown(one.name, one.before)} → {one.less or shown(one.name, one.now)}" for one in worse]
    floors = [line for line in broken_floors(run, whole=False) if not any(line.startswith(one.name) for one in worse)]
    listed = [*said, *floors]
    more = f" (and {len(listed) - NAMED} more)" if len(listed) > NAMED else ""
    seen = "; ".join(listed[:NAMED]) + more if listed else "red by its own judgement only"
    return Outcome(part.name, seen, _cases_worse(run, before))


def _cases_worse(run: Run, before: Run) -> tuple[str, ...]:
    """The cases in which something got worse, those with most of it first."""
    known = {one.id: one.scores for one in before.results}
    falls = {
        one.id: sum(
            better(name, score.value, known[one.id][name].value) < 0
            for name, score in one.scores.items()
            if name in known.get(one.id, {}) and name not in COSTS
        )
        for one in run.results
    }
    return tuple(sorted((case for case, count in falls.items() if count), key=lambda case: (-falls[case], case)))


def _call(arguments: Sequence[str], tree: Path, data: Path) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCOPE_", "OPENAI_"))}
    known = {**kept, "SCOPE_DATA_DIR": str(data), "PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}
    return subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *arguments], cwd=tree, env=known, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def _last(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].removeprefix("scope: ") if lines else ""


def _short(text: str, limit: int = 150) -> str:
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rsplit(' ', 1)[0]} …"
