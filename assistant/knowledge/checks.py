"""Checks what the knowledge files say of one another: ids that exist, ids used once, nothing left without company."""

from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.domain.catalogue import Catalogue, Rule
from assistant.domain.conditions import Condition, fields_of, signals_of
from assistant.domain.specs import Example
from assistant.knowledge.examples import POLARITIES
from assistant.knowledge.joints import joint_mistakes

INCIDENTS_PER_FLAG = 2


def reference_mistakes(catalogue: Catalogue) -> Iterator[str]:
    """Every id names something that exists, and no id is used twice."""
    kinds = {
        "field": [field.id for field in catalogue.fields],
        "joint question": [joint.id for joint in catalogue.joints],
        "flag": [flag.id for flag in catalogue.flags],
        "signal": [signal.id for signal in catalogue.signals],
        "rule": [rule.id for rule in catalogue.rules],
        "source": [source.id for source in catalogue.sources],
        "passage": [passage.id for passage in catalogue.passages],
        "incident": [incident.id for incident in catalogue.incidents],
        "place": [place.id for place in catalogue.law.places],
        "law rule": [rule.id for rule in catalogue.law.rules],
    }
    for kind, ids in kinds.items():
        yield from _doubles(kind, ids)
    yield from _field_references(catalogue)
    yield from joint_mistakes(catalogue)
    for flag in catalogue.flags:
        where = f"flags.yaml: {flag.id}"
        yield from _missing(catalogue, where, fields=flag.fields, sources=flag.sources, flags=flag.yields_to)
    for rule in catalogue.rules:
        yield from _rule_references(rule, catalogue)
    for passage in catalogue.passages:
        where = f"guidance: {passage.id}"
        yield from _missing(catalogue, where, fields=passage.fields, flags=passage.flags, sources=passage.sources)
    for incident in catalogue.incidents:
        yield from _missing(catalogue, f"incidents.yaml: {incident.id}", flags=incident.flags)
    yield from _law_references(catalogue)


def company_mistakes(catalogue: Catalogue) -> Iterator[str]:
    """Every flag has a rule, guidance and incidents; every field has guidance."""
    ruled = {rule.flag for rule in catalogue.rules}
    guided_flags = {flag for passage in catalogue.passages for flag in passage.flags}
    guided_fields = {field for passage in catalogue.passages for field in passage.fields}
    happened = Counter(flag for incident in catalogue.incidents for flag in incident.flags)
    for flag in catalogue.flag_by_id:
        if flag not in ruled:
            yield f"rules: the flag {flag!r} has no rule"
        if flag not in guided_flags:
            yield f"guidance: the flag {flag!r} has no passage"
        if happened[flag] < INCIDENTS_PER_FLAG:
            yield f"incidents.yaml: the flag {flag!r} has {happened[flag]} incidents, fewer than {INCIDENTS_PER_FLAG}"
    for field in catalogue.field_by_id:
        if field not in guided_fields:
            yield f"guidance: the field {field!r} has no passage"


def _field_references(catalogue: Catalogue) -> Iterator[str]:
    sections = {section.id for section in catalogue.sections}
    for field in catalogue.fields:
        where = f"fields.yaml: {field.id}"
        if field.section not in sections or not field.id.startswith(field.section + "."):
            yield f"{where}: its section is not one of {sorted(sections)}"
        yield from _missing(catalogue, where, fields=(*field.depends_on, *field.asks_also))
        for choice in set(field.unfinished) - set(field.choices):
            yield f"{where}: unfinished: {choice!r} is none of its choices"
        if field.asked_when is not None:
            yield from _condition_references(catalogue, where, [field.asked_when])


def _rule_references(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    where = f"rules/{rule.flag}.yaml: {rule.id}"
    conditions = [rule.when, *(adjustment.when for adjustment in rule.adjust)]
    yield from _missing(catalogue, where, flags=(rule.flag,))
    yield from _condition_references(catalogue, where, conditions, (*rule.fires, *rule.quiet))


def _law_references(catalogue: Catalogue) -> Iterator[str]:
    places = {place.id: place for place in catalogue.law.places}
    for place in catalogue.law.places:
        if place.within is not None and place.within not in places:
            yield f"law.yaml: {place.id}: there is no place {place.within!r}"
    for rule in catalogue.law.rules:
        where = f"law.yaml: {rule.id}"
        if rule.jurisdiction not in places or not places[rule.jurisdiction].covered:
            yield f"{where}: there is no covered place {rule.jurisdiction!r}"
        yield from _missing(catalogue, where, sources=(rule.source,))
        yield from _condition_references(catalogue, where, [rule.when], (*rule.fires, *rule.quiet))


def _condition_references(
    catalogue: Catalogue, where: str, conditions: list[Condition], examples: Iterable[Example] = ()
) -> Iterator[str]:
    signals = set().union(*(signals_of(condition) for condition in conditions))
    fields = set().union(*(fields_of(condition) for condition in conditions))
    for example in examples:
        signals |= {signal.lstrip("".join(POLARITIES)) for signal in example.signals}
        fields |= {*example.fields, *example.asked}
    yield from _missing(catalogue, where, fields=sorted(fields), signals=sorted(signals))


def _missing(
    catalogue: Catalogue,
    where: str,
    *,
    fields: Iterable[str] = (),
    flags: Iterable[str] = (),
    signals: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Iterator[str]:
    known: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("field", fields, catalogue.field_by_id),
        ("flag", flags, catalogue.flag_by_id),
        ("signal", signals, catalogue.signal_ids),
        ("source", sources, catalogue.source_by_id),
    )
    for kind, ids, existing in known:
        for name in ids:
            if name not in existing:
                yield f"{where}: there is no {kind} {name!r}"


def _doubles(kind: str, ids: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"the {kind} id {name!r} is used {count} times"
