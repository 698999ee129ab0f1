"""The output that would get full marks in a case, and one that is wrong in all that can be wrong."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assistant.domain.catalogue import SEVERITIES, Catalogue
from evals.dataset import Case, Kind
from evals.golds import ChangedText, Expected, FlagGold, GuidanceQuestion, TalkGold
from evals.people import Simulation
from evals.scoring import Gold, GoldField

Output = dict[str, Any]
NOWHERE = "(nothing of the kind)"
TALK_LISTS = ("put", "left", "repeated", "told", "invented")


def perfect(case: Case, known: Catalogue) -> Output:
    """What an engine without fault would give."""
    makers: dict[Kind, Callable[[Any, Catalogue], Output]] = {
        Kind.DESCRIPTION: _draft,
        Kind.FLAGS: lambda gold, _: {"flags": [{"id": flag} for flag in gold.harm_flags]},
        Kind.RETRIEVAL: lambda gold, _: {"found": list(gold.passages[:3])},
        Kind.TALK: _talk,
        Kind.CHANGED: _changed,
        Kind.SIMULATED: _simulated,
        Kind.SCRIPTED: lambda gold, _: {"steps": [_step(turn.expect) for turn in gold.turns]},
    }
    return makers[case.kind](case.gold, known)


def wrong(case: Case, known: Catalogue) -> Output:
    """What a blind engine might give: something everywhere, and nothing of it right."""
    makers: dict[Kind, Callable[[Any, Catalogue], Output]] = {
        Kind.DESCRIPTION: _wrong_draft,
        Kind.FLAGS: _wrong_flags,
        Kind.RETRIEVAL: _wrong_passages,
        Kind.TALK: _wrong_talk,
        Kind.CHANGED: _wrong_change,
        Kind.SIMULATED: _wrong_simulated,
        Kind.SCRIPTED: lambda gold, _: {"steps": [_wrong_step(turn.expect) for turn in gold.turns]},
    }
    return makers[case.kind](case.gold, known)


def _wrong_flags(gold: FlagGold, known: Catalogue) -> Output:
    right = {*gold.harm_flags, *gold.may_flag}
    return {"flags": [{"id": spec.id} for spec in known.flags if spec.id not in right]}


def _wrong_passages(gold: GuidanceQuestion, known: Catalogue) -> Output:
    return {"found": [passage.id for passage in known.passages if passage.id not in gold.passages][:3]}


def _changed(gold: ChangedText, _known: Catalogue) -> Output:
    raised = list(gold.gone)
    gone = {flag: [other for other in raised if other != flag] for flag in gold.gone}
    come = {flag: [*raised, flag] for flag in gold.appears}
    return {"as it is": raised, **dict.fromkeys(gold.same, raised), **gone, **come}


def _wrong_change(gold: ChangedText, known: Catalogue) -> Output:
    flags = [spec.id for spec in known.flags]
    nothing: dict[str, list[str]] = {flag: [] for flag in gold.appears}
    return {"as it is": list(gold.gone), **dict.fromkeys([*gold.same, *gold.gone], flags), **nothing}


def _simulated(gold: Simulation, _known: Catalogue) -> Output:
    nothing: dict[str, list[str]] = {name: [] for name in TALK_LISTS}
    return {**nothing, "right": list(gold.project.truth), "wrong": {}, "questions": 0, "closed": 0}


def _wrong_simulated(_gold: Simulation, known: Catalogue) -> Output:
    some = [spec.id for spec in known.fields][:9]
    lists = dict.fromkeys(TALK_LISTS, some)
    return {**lists, "right": [], "wrong": dict.fromkeys(some, "other"), "questions": 99, "closed": 99}


def _entry(gold: Gold, status: str, spans: Iterable[tuple[int, int]], choices: Iterable[str]) -> Output:
    evidence = [{"start": start, "end": end, "quote": gold.text[start:end]} for start, end in spans]
    return {"status": status, "choices": list(choices), "evidence": evidence, "confidence": 1.0}


def _scope(entries: Mapping[str, Output]) -> Output:
    scope: dict[str, dict[str, Output]] = {}
    for name, entry in entries.items():
        section, _, key = name.partition(".")
        scope.setdefault(section, {})[key] = entry
    return scope


def _draft(gold: Gold, known: Catalogue) -> Output:
    entries = {name: _entry(gold, one.status, one.spans, one.choices) for name, one in gold.fields.items()}
    silent = [spec.id for spec in known.fields if spec.core and spec.id not in gold.fields]
    return {
        "scope": _scope(entries),
        "flags": [{"id": flag, "fields": []} for flag in sorted(gold.must_flag or ())],
        "questions": [{"field": field} for field in dict.fromkeys([*gold.top_questions, *silent])],
        "verdict": {"ml_needed": gold.ml_needed or "unclear", "missing": silent},
    }


def _wrong_draft(gold: Gold, known: Catalogue) -> Output:
    entries = {}
    for spec in known.fields:
        wanted = gold.fields.get(spec.id)
        others = [choice for choice in spec.choices if wanted is None or choice not in wanted.choices]
        entries[spec.id] = _entry(gold, _other_status(wanted), [_beside(gold, wanted)], others[:1])
        entries[spec.id]["evidence"][0]["quote"] = NOWHERE
    allowed = (gold.must_flag or frozenset()) | gold.may_flag
    return {
        "scope": _scope(entries),
        "flags": [{"id": flag, "fields": []} for flag in known.flag_by_id if flag not in allowed],
        "questions": [{"field": spec.id} for spec in known.fields if spec.id not in gold.top_questions],
        "verdict": {"ml_needed": "no" if gold.ml_needed != "no" else "yes", "missing": []},
    }


def _other_status(wanted: GoldField | None) -> str:
    return "unknown" if wanted is None or wanted.status == "stated" else "stated"


def _beside(gold: Gold, wanted: GoldField | None) -> tuple[int, int]:
    """A character that no accepted place holds."""
    taken = {at for start, end in (wanted.spans if wanted else ()) for at in range(start, end)}
    start = next((at for at in range(len(gold.text)) if at not in taken), 0)
    return start, start + 1


def _talk(gold: TalkGold, _known: Catalogue) -> Output:
    turns: list[Output] = [
        {
            "intent": turn.intent,
            "claims": [{"field": field, "quote": quote} for field, quote in turn.fields.items()],
            "remarks": ["words that steer"] if turn.remark else [],
            "reply": "Noted.",
            "citations": {"1": gold.passages[0]} if turn.asks and gold.passages else {},
            "asked": None,
        }
        for turn in gold.turns
    ]
    return {"turns": turns, "passages": list(gold.passages)}


def _wrong_talk(gold: TalkGold, _known: Catalogue) -> Output:
    turns: list[Output] = [
        {
            "intent": "skip" if turn.intent != "skip" else "answer",
            "claims": [{"field": field, "quote": NOWHERE} for field in turn.quiet],
            "remarks": [],
            "reply": "",
            "citations": {"1": NOWHERE},
            "asked": ("a", "b")[number % 2],
        }
        for number, turn in enumerate(gold.turns)
    ]
    return {"turns": turns, "passages": list(gold.passages)}


def _step(want: Expected) -> Output:
    fields = {name: {**one.model_dump(mode="json", exclude_none=True)} for name, one in want.fields.items()}
    asks = [] if want.asks == "nothing" else [want.asks] if want.asks else ["some"] if want.asks_some else []
    return {
        "fields": fields,
        "signals": list(want.signals),
        "rejected": list(want.rejected or ()),
        "astray": [],
        "flags": dict(sorted(want.raised.items(), key=lambda one: -SEVERITIES.index(one[1]))),
        "asks": asks,
        "offers": list(want.offers),
        "later": [*want.first, *want.still_open],
        "reply": " ".join(want.told),
        "tier": want.tier,
        "law": dict(want.law),
        "remarked": list(want.remarked),
        "verdict": {
            "ml_needed": want.ml_needed,
            "ready": want.ready,
            "blockers": list(want.blockers or ()),
            "missing": list(want.missing),
        },
    }


def _wrong_step(want: Expected) -> Output:
    return {
        "fields": {},
        "signals": list(want.withdrawn),
        "flags": dict.fromkeys(want.quiet, "blocker"),
        "asks": [],
        "later": list(want.asks_not),
        "astray": [NOWHERE],
        "verdict": {"missing": list(want.missing_not)},
    }
