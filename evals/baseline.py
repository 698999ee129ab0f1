"""Floors and the baseline: what a run must not fall below, and the one way to change it.

A figure is worse where it fell, where it is gone, and where it counts less than it did: an expectation that was dropped
makes every engine look better.
"""

import json
from pathlib import Path

import yaml
from pydantic import ValidationError

from assistant.domain.base import Value
from assistant.errors import InputError
from evals.figures import Figure, Figures, better
from evals.runner import Run
from evals.scorers import LOWER_IS_BETTER

FLOORS = Path(__file__).parent / "floors.yaml"
TOLERANCE = 0.005
"""By how much a figure may fall before it counts as worse: less than one case of the smallest group."""
NOT_COMPARED = frozenset({"seconds"})
"""Hangs on the machine, so only its floor counts."""
BY_OUTPUT = frozenset(
    {
        "field precision",
        "status",
        "evidence overlap",
        "flag precision",
        "harm precision",
        "invention",
        "silence",
        "gaps shown",
    }
)
"""Weighted, or left out, by what an engine says and not by what is expected."""
BY_CASE = frozenset({"choice", "answers recorded", "exports complete"})
"""Weighted by what an engine says, in cases that are given."""
RELATIVE = {"tokens": 0.02, "questions": 0.02}
"""Counts that may move a little with wordings; shares may not."""


class Change(Value):
    """A figure now and before.

    Attributes:
        less: by how much less it counts than before, in words; empty where it counts as much.
    """

    name: str
    now: float | None
    before: float | None
    worse: bool
    less: str = ""


def baseline(engine: str, path: Path) -> Figures:
    """The accepted figures of an engine; empty where none were accepted yet.

    Raises:
        InputError: the file cannot be used.
    """
    return _all(path).get(engine, {})


def from_report(path: Path) -> Figures:
    """The figures of an earlier run's JSON.

    Raises:
        InputError: the file is no such report.
    """
    try:
        return {name: Figure(**one) for name, one in json.loads(path.read_text(encoding="utf-8"))["figures"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no report of `scope eval --json`.") from error


def changes(now: Figures, before: Figures) -> tuple[Change, ...]:
    """Every figure that differs, or is only on one side; one that is gone, or counts less than before, is worse."""
    found = []
    for name in dict.fromkeys([*before, *now]):
        one, other = now.get(name), before.get(name)
        less = counts_less(name, one, other) if one and other else ""
        if name in NOT_COMPARED or (one and other and one.value == other.value and not less):
            continue
        fell = one is None or (other is not None and better(name, one.value, other.value) < -_tolerance(name, other))
        worse = fell or bool(less)
        found.append(Change(name=name, now=one and one.value, before=other and other.value, worse=worse, less=less))
    return tuple(found)


def counts_less(name: str, now: Figure, before: Figure) -> str:
    """Whether a figure rests on less of what is expected than it did, in words; empty where it does not."""
    if name in BY_OUTPUT:
        return ""
    if now.cases < before.cases:
        return f"counts in {now.cases} cases, not {before.cases}"
    fixed = name not in BY_CASE and not name.startswith("same")
    return f"counts {now.counted:g}, not {before.counted:g}" if fixed and now.counted < before.counted else ""


def _tolerance(name: str, before: Figure) -> float:
    return RELATIVE[name] * before.value if name in RELATIVE else TOLERANCE


def broken_floors(run: Run, path: Path = FLOORS, *, whole: bool = True) -> tuple[str, ...]:
    """The floors that a run breaks, each in a sentence.

    Args:
        run: the run.
        path: the file of floors.
        whole: of a part of the cases only the floors of none and of all are asked: they hold for each case.

    Raises:
        InputError: the file of floors cannot be used.
    """
    floors = _floors(path).get(run.engine.partition(":")[0], {})
    found = []
    for name, limit in floors.items():
        figure = run.figures.get(name)
        if not whole and limit != (0 if name in LOWER_IS_BETTER else 1):
            continue
        if figure is not None and better(name, figure.value, limit) < 0:
            side = "above" if name in LOWER_IS_BETTER else "below"
            found.append(f"{name} is {figure.value:g}, {side} the floor of {limit:g}")
    return tuple(found)


def accept(run: Run, path: Path) -> None:
    """Make the figures of a run the baseline of its engine."""
    whole = _all(path) if path.is_file() else {}
    whole[run.engine] = {name: one for name, one in run.figures.items() if name not in NOT_COMPARED}
    plain = {
        engine: {name: one.model_dump() for name, one in figures.items()} for engine, figures in sorted(whole.items())
    }
    path.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def _all(path: Path) -> dict[str, Figures]:
    if not path.is_file():
        return {}
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        return {engine: {name: Figure(**one) for name, one in figures.items()} for engine, figures in whole.items()}
    except (OSError, ValueError, TypeError, AttributeError, ValidationError) as error:
        raise InputError(f"{path} cannot be read: make it anew with `scope eval --accept`.") from error


def _floors(path: Path) -> dict[str, dict[str, float]]:
    try:
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {engine: {name: float(limit) for name, limit in floors.items()} for engine, floors in whole.items()}
    except (OSError, yaml.YAMLError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path} cannot be read: it holds a figure's limit per engine and name.") from error
