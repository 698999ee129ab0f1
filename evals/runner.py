"""Runs cases against an engine, scores them, and sums them up."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue
from assistant.domain.reading import Usage
from assistant.errors import ScopeError
from evals.cassette import StaleCassette, UnplayedCassette
from evals.dataset import Case, Kind
from evals.figures import Figures, figures
from evals.score import Score
from evals.scorers import LOWER_IS_BETTER, costs, failed, score

if TYPE_CHECKING:
    from evals.resuming import Kept

Perform = Callable[[Case], dict[str, Any]]
Told = Callable[[int, int, str], None]
GROUPED_FROM = 2
COSTS = frozenset({"seconds", "calls", "tokens"})
COSTED = frozenset({Kind.DESCRIPTION, Kind.FLAGS, Kind.TALK, Kind.CHANGED})
"""Cases of which an engine's time and tokens are comparable."""


class Result(Value):
    """What one case gave.

    Attributes:
        key: stands for the case and all that it was judged by, so that an interrupted run can go on.
        output: what came out, cut to what a reader of the report needs.
        error: why it gave nothing, if it did.
        stale: its cassette has to be recorded anew.
    """

    id: str
    kind: Kind
    groups: dict[str, str]
    scores: dict[str, Score]
    output: dict[str, Any] = Field(default_factory=dict)
    seconds: float = 0.0
    error: str = ""
    stale: bool = False
    key: str = ""


class Run(Value):
    """A whole run: the figures, per group as well, and each case."""

    engine: str
    figures: Figures
    groups: dict[str, Figures]
    results: tuple[Result, ...]

    @property
    def stale(self) -> tuple[Result, ...]:
        """Cases whose cassettes have to be recorded anew."""
        return tuple(result for result in self.results if result.stale)

    @property
    def errors(self) -> tuple[Result, ...]:
        """Cases that gave nothing."""
        return tuple(result for result in self.results if result.error)


def run(
    cases: Sequence[Case],
    perform: Perform,
    catalogue: Catalogue,
    *,
    engine: str,
    jobs: int = 1,
    told: Told = lambda _done, _all, _case: None,
    kept: "Kept | None" = None,
) -> Run:
    """Run all cases.

    Args:
        cases: which.
        perform: puts one case to the engine.
        catalogue: the knowledge that outputs are judged by.
        engine: its name, for the record.
        jobs: how many cases at once.
        told: is told after each case how many are done.
        kept: results of an interrupted run.
    """
    results = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for result in pool.map(lambda case: _one(case, perform, catalogue, engine, kept), cases):
            results.append(result)
            if kept and not kept.get(result.key):
                kept.add(result)
            told(len(results), len(cases), result.id)
    return summed(engine, results)


def summed(engine: str, results: Sequence[Result]) -> Run:
    """Sum results up, over all and per group."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        for name, value in result.groups.items():
            groups.setdefault(f"{name}={value}", []).append(result)
    return Run(
        engine=engine,
        figures=figures([result.scores for result in results]),
        groups={
            name: figures([one.scores for one in some])
            for name, some in sorted(groups.items())
            if len(some) >= GROUPED_FROM
        },
        results=tuple(results),
    )


def worst_first(results: Sequence[Result]) -> tuple[Result, ...]:
    """Cases in the order in which they deserve a look."""
    return tuple(sorted(results, key=lambda result: (not result.error, _goodness(result), result.id)))


def _goodness(result: Result) -> float:
    good = [_goodness_of(name, one.value) for name, one in result.scores.items() if name not in COSTS]
    return sum(good) / len(good) if good else 1.0


def _goodness_of(name: str, value: float) -> float:
    bounded = min(max(value, 0.0), 1.0)
    return 1 - bounded if name in LOWER_IS_BETTER else bounded


def _one(case: Case, perform: Perform, catalogue: Catalogue, engine: str, kept: "Kept | None") -> Result:
    key = _key(case, catalogue, engine)
    known = kept.get(key) if kept else None
    if known:
        return known
    begun = time.perf_counter()
    error, stale, output = "", False, {}
    try:
        output = perform(case)
    except (StaleCassette, UnplayedCassette) as problem:
        error, stale = str(problem), True
    except ScopeError as problem:
        error = str(problem)
    except Exception as problem:  # a crash is a result of the case, never the end of the run
        error = f"{type(problem).__name__}: {problem}"
    seconds = time.perf_counter() - begun
    scores = failed(case, error, catalogue) if error else score(case, output, catalogue)
    if case.kind in COSTED:
        scores |= costs(seconds, _usage(output))
    head = {"id": case.id, "kind": case.kind, "groups": {"kind": case.kind, **case.groups}, "key": key}
    return Result(**head, scores=scores, output=_slim(output), seconds=round(seconds, 3), error=error, stale=stale)


def _usage(output: Mapping[str, Any]) -> dict[str, Any]:
    whole = Usage()
    for part in (output, *output.get("turns", ())):
        whole = whole.plus(Usage(**part.get("usage") or {}))
    return whole.model_dump()


def _slim(output: dict[str, Any]) -> dict[str, Any]:
    """A draft without what is missing from it and without what only a screen needs."""
    if "scope" not in output:
        return {name: part for name, part in output.items() if name != "draft"}
    keys = ("status", "value", "choices", "evidence", "confidence", "conflict")
    fields = {
        f"{section}.{key}": {name: entry[name] for name in keys}
        for section, entries in output["scope"].items()
        for key, entry in entries.items()
        if entry["status"] != "missing"
    }
    flags = [{name: flag[name] for name in ("id", "severity", "why")} for flag in output["flags"]]
    questions = [question["field"] for question in output["questions"][:8]]
    rest = {name: output[name] for name in ("verdict", "remarks", "rejected", "notice")}
    return {"fields": fields, "flags": flags, "questions": questions, **rest}


def _key(case: Case, catalogue: Catalogue, engine: str) -> str:
    whole = json.dumps([engine, case.id, case.text, _plain(case.gold), catalogue.digest])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _plain(gold: Any) -> Any:  # noqa: ANN401 - gold is of many kinds
    """What is expected as JSON that is the same in every process: sets have no order of their own."""
    if gold is None or isinstance(gold, str | int | float):
        return str(gold)
    if isinstance(gold, Set):
        return sorted(map(str, gold))
    if isinstance(gold, Mapping):
        return {str(name): _plain(value) for name, value in sorted(gold.items())}
    if isinstance(gold, tuple | list):
        return [_plain(value) for value in gold]
    return _plain(vars(gold))
