"""Checks that every case can be passed and can be failed, and that a change for the worse counts as one.

A scorer that gives full marks to whatever it gets, and an expectation that nothing can meet, both make a figure that says
nothing. So each case is scored for a perfect, an empty and a wrong output, and the judge is shown a fall.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.domain.catalogue import Catalogue
from evals.baseline import broken_floors, changes
from evals.dataset import Kind, load_cases
from evals.figures import Figure
from evals.golds import Expected, ScriptedCase
from evals.perfect import perfect, wrong
from evals.runner import Run
from evals.score import Scores
from evals.scorers import LOWER_IS_BETTER, score

BY_CHANCE = frozenset({"silence", "first questions", "repeats"})
"""A wrong output may be right here: whatever it asks shows some gap, and short talks repeat nothing."""
FALL = 0.02
"""Any judge must see this much, whatever its tolerance."""


def unsound(folder: Path, known: Catalogue) -> Iterator[str]:
    """All that makes figures worth nothing: in scripted talks, in single cases, and in the judge."""
    yield from blind_judge()
    yield from scripted(folder, known)
    yield from blind_cases(folder, known)


def blind_cases(folder: Path, known: Catalogue) -> Iterator[str]:
    """Cases that nobody could pass, or that nobody could fail."""
    for case in load_cases(known, folder):
        best = score(case, perfect(case, known), known)
        yield from (f"{case.id}: no output gets full marks: {slip}" for slip in _short_of_all(best))
        yield from (f"{case.id}: an empty output is as good: {name}" for name in _as_good(best, score(case, {}, known)))
        worst = score(case, wrong(case, known), known)
        harmless = [name for name, one in worst.items() if name in LOWER_IS_BETTER and one.value <= 0]
        yield from (
            f"{case.id}: a wrong output is as good: {name}"
            for name in (*_as_good(best, worst), *harmless)
            if name not in BY_CHANCE
        )


def _short_of_all(scores: Scores) -> Iterator[str]:
    for name, one in scores.items():
        if (one.value > 0) if name in LOWER_IS_BETTER else (one.value < 1):
            yield f"{name}: {one.reason}"


def _as_good(best: Scores, other: Scores) -> Iterator[str]:
    """Scores in which another output is not worse than the best; where less is better, saying nothing is no fault."""
    for name, one in other.items():
        if name in best and name not in LOWER_IS_BETTER and one.value >= best[name].value:
            yield name


def blind_judge() -> Iterator[str]:
    """What the judge lets pass although it must not."""
    before = {"field recall": _figure(0.8), "invention": _figure(0.1)}
    falls = {
        "a figure that fell": {**before, "field recall": _figure(0.8 - FALL)},
        "a figure that rose where less is better": {**before, "invention": _figure(0.1 + FALL)},
        "a figure that is gone": {"invention": before["invention"]},
        "a figure that counts less": {**before, "field recall": _figure(0.9, counted=9)},
    }
    for what, now in falls.items():
        if not any(change.worse for change in changes(now, before)):
            yield f"the judge lets pass {what}"
    astray = Run(engine="recorded", figures={"ungrounded": _figure(1.0)}, groups={}, results=())
    if not broken_floors(astray) or not broken_floors(astray, whole=False):
        yield "the judge lets pass a quote that is not in the text"


def _figure(value: float, counted: float = 10) -> Figure:
    return Figure(value=value, low=value, high=value, cases=10, counted=counted)


def scripted(folder: Path, known: Catalogue) -> Iterator[str]:
    """Check scripted talks: ids are used once, and what is expected exists."""
    if not (folder / "scripted.yaml").is_file():
        return
    golds: list[ScriptedCase] = [case.gold for case in load_cases(known, folder, (Kind.SCRIPTED,))]
    for name, times in Counter(gold.id for gold in golds).items():
        if times > 1:
            yield f"scripted talk {name!r} is there {times} times"
    for gold in golds:
        for turn in gold.turns:
            yield from (f"{gold.id}: {slip}" for slip in _unheard_of(turn.expect, known))
        if not any(turn.expect != Expected() for turn in gold.turns):
            yield f"{gold.id}: nothing is expected"


def _unheard_of(want: Expected, known: Catalogue) -> Iterator[str]:
    fields = {*want.fields, *want.asks_not, *want.still_open, *want.first, *want.missing, *want.missing_not, want.asks}
    yield from (f"there is no field {name!r}" for name in sorted(fields - {*known.field_by_id, "", "nothing"}))
    flags = {*want.raised, *want.quiet, *(want.blockers or ())}
    yield from (f"there is no flag {name!r}" for name in sorted(flags - set(known.flag_by_id)))
    rules = {rule.id for rule in known.law.rules}
    yield from (f"there is no rule of law {name!r}" for name in sorted(set(want.law) - rules))
    signals = {*want.signals, *want.withdrawn}
    yield from (f"there is no signal {name!r}" for name in sorted(signals - known.signal_ids))
