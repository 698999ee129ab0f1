"""Scores the draft of an annotated description, by the definitions of `evals.scoring`."""

from collections.abc import Mapping
from typing import Any

from assistant.domain.catalogue import Catalogue
from evals.dataset import Case
from evals.exported import told
from evals.golds import NOT_ANNOTATED
from evals.score import Score, Scores, kept, listed, mean, share
from evals.scoring import CaseScore, Gold, score_case

WEIGHTS = {"blocker": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5}
FIRST_QUESTIONS = 5
Output = Mapping[str, Any]


def complete(output: Output, catalogue: Catalogue) -> dict[str, Any]:
    """An output with every part of a draft; what is absent is missing, as nothing was said of it."""
    nothing: dict[str, Any] = {"status": "missing", "value": None, "choices": [], "evidence": [], "confidence": 0.0}
    given = output.get("scope") or {}
    scope: dict[str, dict[str, Any]] = {}
    for spec in catalogue.fields:
        if spec.id in NOT_ANNOTATED:
            continue
        section, key = spec.id.split(".")
        scope.setdefault(section, {})[key] = (given.get(section) or {}).get(key) or nothing
    verdict = output.get("verdict") or {"ml_needed": "", "ready": None}
    return {
        "scope": scope,
        "flags": output.get("flags") or [],
        "questions": output.get("questions") or [],
        "verdict": verdict,
    }


def description(case: Case, output: Output, catalogue: Catalogue) -> Scores:
    """All scores of the draft of one description."""
    gold: Gold = case.gold
    draft = complete(output, catalogue)
    found = score_case(gold, draft)
    severity = {spec.id: WEIGHTS[spec.severity] for spec in catalogue.flags}
    return {
        **_fields(found),
        **_invention(gold, draft, found),
        **_evidence(gold, draft),
        **_flags(found, severity),
        **_silence(gold, draft, catalogue),
        **told(output),
        **_questions(gold, draft),
        **_verdict(found),
    }


def _fields(found: CaseScore) -> Scores:
    said = len(found.right) + len(found.wrong)
    wrong = "; ".join(f"{name}: {why}" for name, why in sorted(found.wrong.items()))
    statuses = [(name, want, got) for name, want, got in found.statuses if want != got]
    choices = [(name, want, got) for name, want, got in found.choices if want != got]
    return kept(
        field_recall=share(found.right, found.right | found.missed),
        field_precision=Score(value=len(found.right) / said, weight=said, reason=wrong) if said else None,
        tight_recall=share(found.tight, found.right | found.missed),
        status=mean(len(found.statuses), [f"{name} {got} for {want}" for name, want, got in statuses]),
        choice=mean(
            len(found.choices), [f"{name} {listed(got) or 'none'} for {listed(want)}" for name, want, got in choices]
        ),
    )


def _invention(gold: Gold, draft: Output, found: CaseScore) -> Scores:
    """Values that nobody gave, and values that the text contradicts."""
    said = len(found.right) + len(found.wrong)
    invented = {name for name, why in found.wrong.items() if name not in gold.fields and why}
    against = {name for name, want, got in found.choices if got and not want & got}
    slips = [f"{name}: nobody said so" for name in sorted(invented)] + [
        f"{name}: says another" for name in sorted(against)
    ]
    cited = [item for flag in draft["flags"] for item in flag.get("evidence", ())]
    astray = [item for item in cited if gold.text[item["start"] : item["end"]] != item["quote"]]
    loose = found.ungrounded + len(astray)
    ungrounded = Score(value=float(loose), reason="quotes that are not in the text" if loose else "")
    scores = {"ungrounded": ungrounded}
    if said:
        scores["invention"] = Score(value=len(slips) / said, weight=said, reason="; ".join(slips))
    return scores


def _evidence(gold: Gold, draft: Output) -> Scores:
    """How much of what is quoted lies inside a place that shows the field."""
    shares, loose = [], []
    for section, entries in draft["scope"].items():
        for key, entry in entries.items():
            wanted = gold.fields.get(f"{section}.{key}")
            for item in entry["evidence"] if wanted else ():
                inside = max((_overlap(item, span) for span in wanted.spans), default=0)  # type: ignore[union-attr] # wanted is set
                shares.append(inside / max(item["end"] - item["start"], 1))
                loose += [f"{section}.{key}"] if shares[-1] < 0.5 else []  # noqa: PLR2004 - less than half
    if not shares:
        return {}
    return {
        "evidence overlap": Score(
            value=sum(shares) / len(shares), weight=len(shares), reason=f"beside it: {listed(loose)}" if loose else ""
        )
    }


def _overlap(item: Mapping[str, Any], span: tuple[int, int]) -> int:
    return max(0, min(int(item["end"]), span[1]) - max(int(item["start"]), span[0]))


def _flags(found: CaseScore, severity: Mapping[str, float]) -> Scores:
    if not found.flagged:
        return {}
    raised = len(found.flags_allowed) + len(found.flags_false)
    false = f"false: {listed(found.flags_false)}" if found.flags_false else ""
    must = found.flags_hit | found.flags_missed
    return kept(
        flag_recall=share(found.flags_hit, must),
        flag_recall_by_severity=share(found.flags_hit, must, severity),
        flag_precision=Score(value=len(found.flags_allowed) / raised, weight=raised, reason=false) if raised else None,
    )


def _silence(gold: Gold, draft: Output, catalogue: Catalogue) -> Scores:
    """Of the core fields that apply and that the text is silent on, how many are called missing and shown as such.

    Shown is what is asked, what a flag points to, and what the verdict lists as missing.
    """
    entries = {f"{section}.{key}": entry for section, some in draft["scope"].items() for key, entry in some.items()}
    silent = {spec.id for spec in catalogue.fields if spec.core and spec.id not in gold.fields}
    silent -= {name for name, entry in entries.items() if not entry.get("applies", True)}
    asked = {question["field"] for question in draft["questions"]}
    flagged = {field for flag in draft["flags"] for field in flag.get("fields", ())}
    shown = asked | flagged | set(draft["verdict"].get("missing", ()))
    missing = {name for name, entry in entries.items() if entry["status"] == "missing"}
    return kept(silence=share(shown & missing, silent, note="passed over"))


def _questions(gold: Gold, draft: Output) -> Scores:
    if not gold.top_questions:
        return {}
    first = [question["field"] for question in draft["questions"][:FIRST_QUESTIONS]]
    good = set(first) & set(gold.top_questions)
    return {
        "first questions": Score(
            value=float(bool(good)), reason="" if good else f"asked {', '.join(first) or 'nothing'}"
        )
    }


def _verdict(found: CaseScore) -> Scores:
    if found.verdict is None:
        return {}
    want, got = found.verdict
    return {"verdict": Score(value=float(want == got), reason="" if want == got else f"{got or 'nothing'} for {want}")}
