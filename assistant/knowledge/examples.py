"""Turns the examples of rules into facts, and checks that every rule fires and stays quiet as they say."""

from collections.abc import Iterator

from assistant.domain.catalogue import Catalogue, Example, FieldSpec, Rule
from assistant.domain.conditions import Facts
from assistant.domain.evidence import Evidence
from assistant.domain.lawbook import LawRule
from assistant.domain.planned import with_plans
from assistant.domain.reading import GroundedSignal, Polarity, Status
from assistant.domain.rules import fire
from assistant.domain.scope import FieldState, Scope

POLARITIES = {"-": Polarity.NEGATED, "~": Polarity.HYPOTHETICAL, "*": Polarity.OTHER_PARTY}
"""How an example marks a signal that is not simply so."""


def example_mistakes(catalogue: Catalogue) -> Iterator[str]:
    """Each rule fires on its firing examples, with the severity expected, and is quiet on the others."""
    for rule in catalogue.rules:
        where = f"rules/{rule.flag}.yaml: {rule.id}"
        yield from _misfires(where, rule, catalogue)
        yield from _wrong_severities(where, rule, catalogue)
    for law in catalogue.law.rules:
        yield from _misfires(f"law.yaml: {law.id}", law, catalogue)


def _misfires(where: str, rule: Rule | LawRule, catalogue: Catalogue) -> Iterator[str]:
    for example in rule.fires:
        if not _holds(rule, example_facts(example, catalogue)):
            yield f"{where}: must fire, but is quiet: {example.says!r}"
    for example in rule.quiet:
        if _holds(rule, example_facts(example, catalogue)):
            yield f"{where}: must stay quiet, but fires: {example.says!r}"


def _holds(rule: Rule | LawRule, facts: Facts) -> bool:
    if isinstance(rule, LawRule):
        return rule.when.check(facts).holds
    return fire(rule, "medium", facts, with_plans(facts)) is not None


def _wrong_severities(where: str, rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    flag = catalogue.flag_by_id.get(rule.flag)
    if flag is None:
        return
    for example in rule.fires:
        facts = example_facts(example, catalogue)
        hit = fire(rule, flag.severity, facts, with_plans(facts))
        if hit is not None and example.severity and hit.severity != example.severity:
            yield f"{where}: is {hit.severity}, not {example.severity}: {example.says!r}"


def example_facts(example: Example, catalogue: Catalogue) -> Facts:
    """The facts that an example describes."""
    quote = Evidence(source="description", start=0, end=len(example.says), quote=example.says)
    signals = tuple(
        GroundedSignal(
            id=name.lstrip("".join(POLARITIES)),
            polarity=POLARITIES.get(name[0], Polarity.PRESENT),
            evidence=quote,
            confidence=1.0,
        )
        for name in example.signals
    )
    fields = {
        name: _example_state(said, quote, catalogue.field_by_id.get(name)) for name, said in example.fields.items()
    }
    return Facts(
        scope=Scope(fields=fields, signals=signals),
        asked=frozenset(example.asked),
        words=example.words,
        numbers=example.numbers,
    )


def _example_state(said: str | list[str], quote: Evidence, spec: FieldSpec | None) -> FieldState:
    words = (said,) if isinstance(said, str) else tuple(said)
    if words == ("conflict",):
        return FieldState(status=Status.STATED, value=quote.quote, evidence=(quote,), conflict=True)
    if len(words) == 1 and words[0] in {status.value for status in Status}:
        status = Status(words[0])
        kept = (quote,) if status is not Status.MISSING else ()
        return FieldState(status=status, value=quote.quote, evidence=kept)
    choices = words if spec and set(words) <= set(spec.choices) else ()
    return FieldState(status=Status.STATED, value=quote.quote, choices=choices, evidence=(quote,))
