"""Scorers: each gives a value between 0 and 1, how much it weighs, and the reason in words.

A figure over many cases is the mean of the cases' values, weighted by what there was to count in each: that is the
micro-average. A scorer with nothing to count gives no score.
"""

from collections.abc import Callable, Mapping
from typing import Any

from assistant.domain.catalogue import Catalogue
from evals.dataset import Case, Kind
from evals.draft_scorers import description
from evals.golds import ChangedText, FlagGold, GuidanceQuestion
from evals.score import Score, Scores, kept, listed, mean, share
from evals.scripted_scorers import scripted
from evals.talk_scorers import simulated, talk

LOWER_IS_BETTER = frozenset(
    {
        "invention",
        "false alarms",
        "tempted",
        "repeats",
        "off topic answered",
        "seconds",
        "calls",
        "tokens",
        "ungrounded",
        "asked twice",
        "asked though told",
        "invented values",
        "questions",
    }
)
UNBOUNDED = LOWER_IS_BETTER - {"invention", "tempted", "off topic answered"}
TOP_FLAGS = 3
Output = Mapping[str, Any]


def score(case: Case, output: Output, catalogue: Catalogue) -> Scores:
    """All scores of one case; an empty output is the worst one, not an error."""
    scorers: dict[Kind, Callable[[Case, Output, Catalogue], Scores]] = {
        Kind.DESCRIPTION: description,
        Kind.FLAGS: _flag_text,
        Kind.RETRIEVAL: _retrieval,
        Kind.TALK: talk,
        Kind.CHANGED: _changes,
        Kind.SIMULATED: simulated,
        Kind.SCRIPTED: scripted,
    }
    return scorers[case.kind](case, output, catalogue)


def failed(case: Case, error: str, catalogue: Catalogue) -> Scores:
    """The scores of a case that crashed: an empty output's, and never better than nothing."""
    empty = score(case, {}, catalogue)
    worst = {name: one.model_copy(update={"reason": error}) for name, one in empty.items()}
    return {
        name: one.model_copy(update={"value": max(one.value, 1.0) if name in LOWER_IS_BETTER else 0.0})
        for name, one in worst.items()
    }


def _flag_text(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    gold: FlagGold = case.gold
    raised = [flag["id"] for flag in output.get("flags") or ()]
    false = set(raised) - set(gold.harm_flags) - set(gold.may_flag)
    reason = f"false: {listed(false)}" if false else ""
    if gold.incident is None:
        tempted = set(raised) & set(gold.must_not_flag)
        return {
            "false alarms": Score(value=float(len(false)), reason=reason),
            "tempted": Score(value=float(bool(tempted)), reason=listed(tempted)),
        }
    hit, level = set(raised) & set(gold.harm_flags), float(gold.severity_level)
    early = set(raised[:TOP_FLAGS]) & set(gold.harm_flags)
    missed = "" if hit else f"none of {listed(gold.harm_flags)}"
    return kept(
        incident_seen=Score(value=float(bool(hit)), weight=level, reason=missed),
        harm_flags=share(hit, gold.harm_flags),
        harm_first=Score(
            value=float(bool(early)),
            weight=level,
            reason="" if early else f"first were {', '.join(raised[:TOP_FLAGS]) or 'none'}",
        ),
        harm_precision=Score(value=1 - len(false) / len(raised), weight=len(raised), reason=reason) if raised else None,
    )


def _retrieval(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    gold: GuidanceQuestion = case.gold
    found = list(output.get("found") or ())
    if not gold.passages:
        return {"off topic answered": Score(value=float(bool(found)), reason=", ".join(found))}
    reason = f"found {', '.join(found) or 'nothing'}"
    first, third = bool(set(found[:1]) & set(gold.passages)), bool(set(found[:3]) & set(gold.passages))
    return {
        "guidance first": Score(value=float(first), reason="" if first else reason),
        "guidance in three": Score(value=float(third), reason="" if third else reason),
    }


def _changes(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    gold: ChangedText = case.gold
    before = set(output.get("as it is") or ())
    scores = {
        f"same: {name}": _kept_flags(before, set(output.get(name) or ()), known=bool(output)) for name in gold.same
    }
    stays = [
        f"{flag} {'stays' if flag in before else 'was never raised'}"
        for flag in gold.gone
        if not _went(flag, before, output)
    ]
    absent = [
        f"{flag} {'was there before' if flag in before else 'does not come'}"
        for flag in gold.appears
        if flag in before or flag not in set(output.get(flag) or ())
    ]
    moved = {"gone": mean(len(gold.gone), stays), "appears": mean(len(gold.appears), absent)}
    return scores | {name: one for name, one in moved.items() if one}


def _kept_flags(before: set[str], after: set[str], *, known: bool) -> Score:
    """How much of both sets of flags is the same."""
    moved = [f"+{flag}" for flag in sorted(after - before)] + [f"-{flag}" for flag in sorted(before - after)]
    both = len(before | after)
    value = len(before & after) / both if both else float(known)
    return Score(value=value, weight=max(both, 1), reason=" ".join(moved))


def _went(flag: str, before: set[str], output: Output) -> bool:
    return flag in before and flag not in set(output.get(flag) or ())


def costs(seconds: float, usage: Mapping[str, Any]) -> Scores:
    """What a case cost."""
    tokens = usage.get("tokens_in", 0) + usage.get("tokens_out", 0)
    return {
        "seconds": Score(value=round(seconds, 3)),
        "calls": Score(value=float(usage.get("calls", 0))),
        "tokens": Score(value=float(tokens)),
    }
