"""Scores talks: recorded ones message by message, simulated ones as a whole."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Depth
from evals.dataset import Case
from evals.golds import TalkGold, TurnGold
from evals.people import Simulation
from evals.score import Score, Scores, kept, listed, mean, share

Output = Mapping[str, Any]
Pairs = Sequence[tuple[TurnGold, Output]]
ASKED_AGAIN_FOR = frozenset({"repeat", "go_back", "question", "off_topic", "insult", "start_over", "fill_in"})
"""What a person does after which the same question may well come again."""
QUICK = 7
"""Questions that somebody who wants it quick is asked, at the most."""
MOST_QUESTIONS = 45
_CITED = re.compile(r"\[(\d+)\]")


def talk(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    """All scores of one talk."""
    gold: TalkGold = case.gold
    turns = list(output.get("turns") or ())
    pairs = [(want, turns[number] if number < len(turns) else {}) for number, want in enumerate(gold.turns)]
    return {**_understood(pairs), **_went_on(pairs, turns, output.get("passages"))}


def _understood(pairs: Pairs) -> Scores:
    wrong = [
        f"{n}: {got.get('intent', 'nothing')} for {want.intent}"
        for n, want, got in _numbered(pairs)
        if got.get("intent") != want.intent
    ]
    claims = [(n, want, claim) for n, want, got in _numbered(pairs) for claim in got.get("claims", ())]
    filled = {f"{n} {claim['field']}" for n, _, claim in claims}
    right = {f"{n} {claim['field']}" for n, want, claim in claims if _holds(want, claim)}
    wanted = {f"{n} {field}" for n, want, _ in _numbered(pairs) for field in want.fields}
    quiet = {f"{n} {field}" for n, want, got in _numbered(pairs) for field in want.quiet if got}
    unanswered = [f"{n}: said nothing" for n, _, got in _numbered(pairs) if not got.get("reply")]
    steered = [want for want, _ in pairs if want.remark]
    unmarked = [f"“{want.says[:40]}…” left no remark" for want, got in pairs if want.remark and not got.get("remarks")]
    return kept(
        intent=mean(len(pairs), wrong),
        talk_recall=share(right, wanted),
        talk_quiet=share(quiet - filled, quiet, note="filled") or Score(value=0.0, reason="nothing came"),
        replied=mean(len(pairs), unanswered),
        steering_noted=mean(len(steered), unmarked),
    )


def _numbered(pairs: Pairs) -> list[tuple[int, TurnGold, Output]]:
    return [(number, want, got) for number, (want, got) in enumerate(pairs, 1)]


def _holds(want: TurnGold, claim: Mapping[str, Any]) -> bool:
    words = want.fields.get(claim["field"])
    return words is not None and (words in claim["quote"] or claim["quote"] in words)


def _went_on(pairs: Pairs, turns: Sequence[Output], given: Sequence[str] | None) -> Scores:
    if not turns:
        return {"repeats": Score(value=1.0, reason="no turns"), "citations": Score(value=0.0, reason="no turns")}
    again = _repeated(turns)
    strange = [slip for number, turn in enumerate(turns, 1) for slip in _unfaithful(number, turn, given)]
    strange += [f"{n}: answered without a source" for n, want, got in _numbered(pairs) if _sourceless(want, got, given)]
    return {
        "repeats": Score(value=float(len(again)), reason=listed(again)),
        "citations": Score(value=float(not strange), reason=", ".join(strange)),
    }


def _unfaithful(turn_number: int, turn: Output, given: Sequence[str] | None) -> list[str]:
    """Numbers that no passage stands behind, and passages that were not found for the turn."""
    cited = turn["citations"]
    empty = [f"{turn_number}: [{number}]" for number in _CITED.findall(turn["reply"]) if number not in cited]
    return empty + [f"{turn_number}: {name}" for name in cited.values() if given is not None and name not in given]


def _sourceless(want: TurnGold, got: Output, given: Sequence[str] | None) -> bool:
    """Something was asked in return, passages answer it, and the reply names none of them."""
    return want.asks and bool(given) and bool(got) and not got["citations"]


def _repeated(turns: Sequence[Output]) -> set[str]:
    """Questions that came again later although the person had been asked another one, and didn't ask to hear it."""
    seen: set[str] = set()
    again: set[str] = set()
    open_now = None
    for turn in turns:
        key = turn["asked"]
        if key and key in seen and key != open_now and turn["intent"] not in ASKED_AGAIN_FOR:
            again.add(key)
        seen |= {key} if key else set()
        open_now = key
    return again


def simulated(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    """All scores of one simulated talk: what it asked, and what of the answers is in the scope at its end."""
    gold: Simulation = case.gold
    if not output:
        nothing = Score(value=0.0, reason="no talk")
        most = Score(value=float(MOST_QUESTIONS), reason="no talk")
        return {"answers recorded": nothing, "depth kept": nothing, "questions": most}
    wrong = [f"{name}: {why}" for name, why in output["wrong"].items()]
    counts = {"asked twice": "repeated", "asked though told": "told", "invented values": "invented"}
    counted = {
        name: Score(value=float(len(output[key])), reason=", ".join(output[key])) for name, key in counts.items()
    }
    asked = {"questions": Score(value=float(output["closed"]))} if gold.depth is Depth.STANDARD else {}
    answers = kept(answers_recorded=mean(len(output["right"]) + len(wrong), wrong))
    return {**counted, **answers, **asked, "depth kept": _depth_kept(gold.depth, output)}


def _depth_kept(depth: Depth, output: Output) -> Score:
    """No more questions than a quick talk may have; nothing passed over in a longer one."""
    if depth is Depth.QUICK:
        many = len(output["put"])
        return Score(value=float(many <= QUICK), reason="" if many <= QUICK else f"put {many} questions")
    left = output["left"]
    return Score(value=float(not left), reason=f"passed over {listed(left)}" if left else "")
