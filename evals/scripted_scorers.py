"""Scores scripted talks: which of the things that must hold after each message do hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.domain.catalogue import SEVERITIES, Catalogue
from evals.dataset import Case
from evals.exported import told
from evals.golds import Expected, ExpectedField, ScriptedCase
from evals.score import Score, Scores

Output = Mapping[str, Any]
Check = tuple[str, bool]


def scripted(case: Case, output: Output, _catalogue: Catalogue) -> Scores:
    """One score, named after what the case measures, and the count of quotes that are not where they are said to be."""
    gold: ScriptedCase = case.gold
    steps = list(output.get("steps") or ())
    checks: list[Check] = []
    for number, turn in enumerate(gold.turns):
        after = steps[number] if number < len(steps) else {}
        checks += [(f"{number + 1}: {name}", bool(after) and holds) for name, holds in expected(turn.expect, after)]
    failed = [name for name, holds in checks if not holds]
    value = 1 - len(failed) / len(checks) if checks else 0.0
    astray = [quote for step in steps for quote in step.get("astray", ())]
    draft = output.get("draft") or {}
    return {
        **told(draft),
        f"scripted: {gold.topic}": Score(value=value, weight=float(len(checks)), reason="; ".join(failed)),
        "ungrounded": Score(value=float(len(astray)), reason=", ".join(astray)),
    }


def expected(want: Expected, after: Output) -> Iterator[Check]:
    """Everything that is expected after a message, each with whether it holds."""
    fields = after.get("fields", {})
    for name, field in want.fields.items():
        yield from _field(name, field, fields.get(name, {}))
    if want.rejected is not None:
        yield f"rejects {len(want.rejected)}", sorted(after.get("rejected", ())) == sorted(want.rejected)
    signals, flags = set(after.get("signals", ())), after.get("flags", {})
    yield from ((f"sees {name}", name in signals) for name in want.signals)
    yield from ((f"no longer sees {name}", name not in signals) for name in want.withdrawn)
    yield from ((f"{flag} is {level}", flags.get(flag) == level) for flag, level in want.raised.items())
    yield from ((f"no {flag}", flag not in flags) for flag in want.quiet)
    if len(want.raised) > 1:
        order = [SEVERITIES.index(level) for level in flags.values()]
        yield "the worst first", order == sorted(order, reverse=True)
    yield from _questions(want, after)
    yield from _verdict(want, after.get("verdict", {}))
    if want.tier:
        yield f"tier {want.tier}", after.get("tier") == want.tier
    law = after.get("law", {})
    yield from (
        (f"{name} {'applies' if now else 'is to come'}", law.get(name) is now) for name, now in want.law.items()
    )
    yield from ((f"remarks on “{words}”", words in after.get("remarked", ())) for words in want.remarked)
    yield from ((f"says “{words}”", words in after.get("reply", "")) for words in want.told)


def _field(name: str, want: ExpectedField, got: Output) -> Iterator[Check]:
    if want.status is not None:
        yield f"{name} is {want.status}", got.get("status") == want.status
    if want.choices is not None:
        yield f"{name} is {', '.join(want.choices) or 'undecided'}", set(got.get("choices", ())) == set(want.choices)
    if want.conflict is not None:
        yield f"{name} {'contradicts' if want.conflict else 'agrees with'} itself", got.get("conflict") is want.conflict
    if want.quotes is not None:
        yield f"{name} rests on its words", sorted(got.get("quotes", ())) == sorted(want.quotes)
    if want.at is not None:
        yield f"{name} stands at {', '.join(map(str, want.at))}", sorted(got.get("at", ())) == sorted(want.at)
    yield from ((f"{name} was “{value}”", value in got.get("former", ())) for value in want.former)
    if want.applies is not None:
        yield f"{name} {'applies' if want.applies else 'does not apply'}", got.get("applies") is want.applies


def _questions(want: Expected, after: Output) -> Iterator[Check]:
    asks, later = after.get("asks", []), after.get("later", [])
    if want.asks:
        yield f"asks {want.asks}", want.asks in asks if want.asks != "nothing" else not asks
    if want.asks_some:
        yield "asks something", bool(asks)
    yield from ((f"no longer asks {name}", name not in asks and name not in later) for name in want.asks_not)
    yield from ((f"still asks {name}", name in asks or name in later) for name in want.still_open)
    if want.offers:
        yield f"offers {', '.join(want.offers)}", list(want.offers) == after.get("offers")
    if want.first:
        order = [name for name in (*asks, *later) if name in want.first]
        yield f"asks in the order {', '.join(want.first)}", list(dict.fromkeys(order)) == list(want.first)


def _verdict(want: Expected, got: Output) -> Iterator[Check]:
    if want.ml_needed:
        yield f"ML needed: {want.ml_needed}", got.get("ml_needed") == want.ml_needed
    if want.ready is not None:
        yield f"{'ready' if want.ready else 'not ready'}", got.get("ready") is want.ready
    if want.blockers is not None:
        yield f"blocked by {', '.join(want.blockers) or 'nothing'}", set(got.get("blockers", ())) == set(want.blockers)
    yield from ((f"{name} is listed as missing", name in got.get("missing", ())) for name in want.missing)
    if got:
        yield from ((f"{name} is not listed as missing", name not in got["missing"]) for name in want.missing_not)
