"""Scores drafts against annotated texts: fields by their evidence, statuses, choices, flags and the verdict.

A field is right where the draft gives it a piece of evidence that covers half of the shorter of itself and an
accepted quote; *tight* where that piece is at most three times as long as the quote, or 240 characters. Quoting whole
pages passes the plain test and fails the tight one. Flags that may be raised count neither for nor against recall.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ENOUGH = 0.5
TIGHT_FACTOR, TIGHT_CHARS = 3, 240
MISSING = "missing"

SpanPair = tuple[int, int]


@dataclass(frozen=True)
class GoldField:
    """What an annotator found for one field: status, settled choices, and every accepted place."""

    status: str
    spans: tuple[SpanPair, ...]
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Gold:
    """An annotated text.

    Attributes:
        must_flag: flags that any competent reviewer would raise; None where the text carries no expected flags.
        ml_needed: yes, no or unclear; None where nobody said.
        harmless: nothing has to be flagged.
    """

    id: str
    text: str
    fields: Mapping[str, GoldField]
    must_flag: frozenset[str] | None = None
    may_flag: frozenset[str] = frozenset()
    ml_needed: str | None = None
    top_questions: tuple[str, ...] = ()

    @property
    def harmless(self) -> bool:
        """Nothing has to be flagged."""
        return self.must_flag is not None and not self.must_flag


@dataclass
class CaseScore:
    """What was right and wrong in one draft; field ids and flag ids."""

    id: str
    right: set[str] = field(default_factory=set)
    tight: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)
    statuses: list[tuple[str, str, str]] = field(default_factory=list)
    choices: list[tuple[str, frozenset[str], frozenset[str]]] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    ungrounded: int = 0
    flags_hit: set[str] = field(default_factory=set)
    flags_missed: set[str] = field(default_factory=set)
    flags_allowed: set[str] = field(default_factory=set)
    flags_false: set[str] = field(default_factory=set)
    flagged: bool = False
    harmless: bool = False
    verdict: tuple[str, str] | None = None
    asked_well: bool | None = None


def gold_from(
    document_id: str,
    text: str,
    header: Mapping[str, Any],
    labelled: Iterable[tuple[int, int, Sequence[str]]],
    many: frozenset[str],
) -> Gold:
    """Make gold from labelled stretches of a text (`knowledge/reading/FORMAT.md`).

    Args:
        document_id: names the case.
        text: the text without its labels.
        header: may hold `must_flag`, `may_flag`, `ml_needed` and `top_questions`.
        labelled: start, end and labels of each stretch.
        many: fields that take several choices; elsewhere two choices settle nothing.
    """
    found: dict[str, list[tuple[str, SpanPair, list[str]]]] = {}
    for start, end, labels in labelled:
        for label in labels:
            if not label.startswith(("@", "~")):
                name, status, chosen = _label(label)
                found.setdefault(name, []).append((status, (start, end), chosen))
    must = header.get("must_flag")
    needed = header.get("ml_needed")
    needed = {True: "yes", False: "no"}.get(needed, needed) if isinstance(needed, bool) else needed
    return Gold(
        id=document_id,
        text=text,
        fields={name: _gold_field(items, several=name in many) for name, items in found.items()},
        must_flag=None if must is None else frozenset(must),
        may_flag=frozenset(header.get("may_flag") or ()),
        ml_needed=needed,
        top_questions=tuple(header.get("top_questions") or ()),
    )


def _label(label: str) -> tuple[str, str, list[str]]:
    name, _, chosen = label.partition("=")
    status = {"?": "unknown", "!": "not_applicable"}.get(name[-1:], "stated")
    return name.rstrip("?!"), status, [choice for choice in chosen.split(",") if choice]


def _gold_field(items: list[tuple[str, SpanPair, list[str]]], *, several: bool) -> GoldField:
    statuses = {status for status, _, _ in items}
    status = next(s for s in ("stated", "unknown", "not_applicable") if s in statuses)
    choices = frozenset(choice for _, _, chosen in items for choice in chosen)
    settled = choices if several or len(choices) == 1 else frozenset()
    return GoldField(status, tuple(span for _, span, _ in items), settled)


def score_case(gold: Gold, draft: Mapping[str, Any]) -> CaseScore:
    """Score one draft, in the form of `scope draft --json`."""
    score = CaseScore(id=gold.id, flagged=gold.must_flag is not None, harmless=gold.harmless)
    for section, entries in draft["scope"].items():
        for key, entry in entries.items():
            _score_field(score, gold, f"{section}.{key}", entry)
    if gold.must_flag is not None:
        raised = {flag["id"] for flag in draft["flags"]}
        allowed = gold.must_flag | gold.may_flag
        score.flags_hit, score.flags_missed = raised & gold.must_flag, set(gold.must_flag - raised)
        score.flags_allowed, score.flags_false = raised & allowed, raised - allowed
    if gold.ml_needed is not None:
        score.verdict = (gold.ml_needed, draft["verdict"]["ml_needed"])
    if gold.top_questions:
        first = [question["field"] for question in draft["questions"][:5]]
        score.asked_well = bool(set(first) & set(gold.top_questions))
    return score


def _score_field(score: CaseScore, gold: Gold, name: str, entry: Mapping[str, Any]) -> None:
    wanted = gold.fields.get(name)
    status = entry["status"]
    spans = [(item["start"], item["end"]) for item in entry["evidence"]]
    score.ungrounded += sum(gold.text[item["start"] : item["end"]] != item["quote"] for item in entry["evidence"])
    if status != MISSING:
        _score_evidence(score, name, _covers(spans, wanted), wanted, float(entry["confidence"]))
    if wanted is None:
        return
    if name not in score.right:
        score.missed.add(name)
    if status != MISSING:
        score.statuses.append((name, wanted.status, status))
    if wanted.choices:
        given = frozenset(entry["choices"]) if status != MISSING else frozenset()
        score.choices.append((name, wanted.choices, given))


def _score_evidence(
    score: CaseScore, name: str, covered: tuple[bool, bool], wanted: GoldField | None, confidence: float
) -> None:
    hit, tight = covered
    score.confidences.append((confidence, tight))
    if tight:
        score.tight.add(name)
    if hit:
        score.right.add(name)
    else:
        score.wrong[name] = "not in the text" if wanted is None else "no accepted evidence"


def _covers(spans: Sequence[SpanPair], wanted: GoldField | None) -> tuple[bool, bool]:
    if wanted is None:
        return False, False
    if not spans and wanted.status == "not_applicable":
        return True, True
    hit = tight = False
    for start, end in spans:
        for low, high in wanted.spans:
            shared = min(end, high) - max(start, low)
            if shared >= ENOUGH * min(end - start, high - low):
                hit = True
                tight |= end - start <= max(TIGHT_FACTOR * (high - low), TIGHT_CHARS)
    return hit, tight


def totals(scores: Sequence[CaseScore]) -> dict[str, float]:
    """Micro-averaged figures over all cases; a figure with nothing to count is left out."""
    right, tight = (sum(len(getattr(s, kind)) for s in scores) for kind in ("right", "tight"))
    said = right + sum(len(s.wrong) for s in scores)
    wanted = right + sum(len(s.missed) for s in scores)
    choices = [(want, got) for s in scores for _, want, got in s.choices]
    statuses = [gold == got for s in scores for _, gold, got in s.statuses]
    figures = {
        **_prf("field", right, said, wanted),
        **_prf("tight", tight, said, wanted),
        "status": _mean(statuses),
        "choice_exact": _mean([want == got for want, got in choices]),
        "choice_jaccard": _mean([len(want & got) / len(want | got) for want, got in choices]),
        "ungrounded": float(sum(s.ungrounded for s in scores)),
        **_flag_figures(scores),
        "ml_needed": _mean([want == got for s in scores if s.verdict for want, got in [s.verdict]]),
        "hit_at_5": _mean([s.asked_well for s in scores if s.asked_well is not None]),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _flag_figures(scores: Sequence[CaseScore]) -> dict[str, float | None]:
    flagged = [s for s in scores if s.flagged]
    hit, missed = (sum(len(getattr(s, f"flags_{k}")) for s in flagged) for k in ("hit", "missed"))
    good, false = (sum(len(getattr(s, f"flags_{k}")) for s in flagged) for k in ("allowed", "false"))
    return {
        "flag_recall": hit / (hit + missed) if hit + missed else None,
        "flag_precision": good / (good + false) if good + false else None,
        "false_on_harmless": _mean([len(s.flags_false) for s in flagged if s.harmless]),
    }


def _prf(name: str, right: int, said: int, wanted: int) -> dict[str, float | None]:
    precision = right / said if said else None
    recall = right / wanted if wanted else None
    f1 = 2 * right / (said + wanted) if said + wanted else None
    return {f"{name}_precision": precision, f"{name}_recall": recall, f"{name}_f1": f1}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def field_table(scores: Sequence[CaseScore]) -> dict[str, tuple[int, int, int, float]]:
    """Per field: gold, predicted, right (tight), and F1."""
    names = sorted({name for s in scores for name in (*s.right, *s.wrong, *s.missed)})
    table = {}
    for name in names:
        right = sum(name in s.tight for s in scores)
        said = sum(name in s.right or name in s.wrong for s in scores)
        wanted = sum(name in s.right or name in s.missed for s in scores)
        table[name] = (wanted, said, right, 2 * right / max(said + wanted, 1))
    return table


def reliability(scores: Sequence[CaseScore], bins: int = 5) -> list[tuple[float, float, int]]:
    """Per bin of confidence: mean confidence, share that was right (tight), and how many."""
    pairs = [pair for s in scores for pair in s.confidences]
    out = []
    for index in range(bins):
        low, high = index / bins, (index + 1) / bins
        inside = [p for p in pairs if low <= p[0] < high or (p[0] == 1 and high == 1)]
        if inside:
            confidence = sum(c for c, _ in inside) / len(inside)
            out.append((confidence, sum(r for _, r in inside) / len(inside), len(inside)))
    return out
