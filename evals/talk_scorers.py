"""Scores recorded talks: what was understood of each message, and how the talk went on."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from assistant.domain.catalogue import Catalogue
from evals.dataset import Case
from evals.golds import TalkGold
from evals.score import Score, Scores, kept, listed, share

Output = Mapping[str, Any]


def talk(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    """All scores of one talk."""
    gold: TalkGold = case.gold
    turns = list(output.get("turns") or ())
    pairs = [(want, turns[number] if number < len(turns) else {}) for number, want in enumerate(gold.turns)]
    intents = {f"{n} {want.intent}": got.get("intent") == want.intent for n, (want, got) in enumerate(pairs, 1)}
    claimed = {
        f"{n} {claim['field']}"
        for n, (_, got) in enumerate(pairs, 1)
        for claim in got.get("claims", ())
        if _holds(pairs[n - 1][0], claim)
    }
    wanted = {f"{n} {field}" for n, (want, _) in enumerate(pairs, 1) for field in want.fields}
    quiet = {f"{n} {field}" for n, (want, _) in enumerate(pairs, 1) for field in want.quiet}
    filled = {f"{n} {claim['field']}" for n, (_, got) in enumerate(pairs, 1) for claim in got.get("claims", ())}
    asked = [turn["asked"] for turn in turns if turn.get("asked") and turn.get("intent") not in REASKING]
    unmarked = {f"turn {n}" for n, (want, got) in enumerate(pairs, 1) if want.remark and not got.get("remarks")}
    strange = [name for turn in turns for name in turn.get("citations", ()) if name not in gold.passages]
    again = sorted({key for before, key in pairwise(asked) if asked.count(key) > 1 and before != key})
    return kept(
        intent=share((name for name, right in intents.items() if right), intents),
        talk_recall=share(claimed, wanted),
        talk_quiet=share(quiet - filled, quiet, note="filled"),
        repeats=Score(value=float(len(again)), reason=listed(again)),
        citations=Score(value=float(not strange), reason=listed(strange))
        if turns
        else Score(value=0.0, reason="no turns"),
        steering_noted=share(
            [] if unmarked else ["remark"], ["remark"] if any(want.remark for want in gold.turns) else []
        ),
    )


REASKING = frozenset({"repeat", "go_back", "question", "off_topic", "insult", "start_over", "fill_in"})


def _holds(want: Any, claim: Mapping[str, Any]) -> bool:  # noqa: ANN401 - a TurnGold
    words = want.fields.get(claim["field"])
    return words is not None and (words in claim["quote"] or claim["quote"] in words)
