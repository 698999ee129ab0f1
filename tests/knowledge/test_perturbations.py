"""Each rule's firing examples, changed on purpose: what must follow the change, and what must not move."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import load_catalogue
from assistant.domain.catalogue import SEVERITIES, Example, Rule
from assistant.domain.conditions import All, AnyOf, Condition, Facts, Mentions, Not, Seen, Stated
from assistant.domain.evidence import Evidence
from assistant.domain.lawbook import LawRule
from assistant.domain.reading import GroundedSignal, Polarity, Status
from assistant.domain.rules import adjusted
from assistant.domain.scope import FieldState, Scope
from assistant.knowledge import example_facts
from assistant.settings import Settings

CATALOGUE = load_catalogue(Settings(knowledge_dir=None))
RULES = {rule.id: rule for rule in CATALOGUE.rules}
LAW = {rule.id: rule for rule in CATALOGUE.law.rules}
EVERY = {**RULES, **LAW}

SILENCE_FLAGS = {"no_fallback", "no_success_criteria", "no_owner", "labels_missing", "drift", "consent_missing"}
"""Only these may rest on what nobody said (reference: rules common to all, 2)."""

MITIGATIONS = """human_decides appeal_route reasons_given privacy_measures basis_named group_test safe_state hazard_analysis
fallback_stated upkeep_planned owner_named label_plan_solid licence_allows attack_measures exit_planned random_holdout
proxy_watched workers_protected split_sound tested_on_use_conditions metric_fits measurable_target grounded_answers
tells_it_is_ai expert_reviews_output diversity_or_limits counts_without_identity""".split()
"""What a project may state in its favour, whatever it is about."""

ELSEWHERE = "Something else was written here about the quarry and its scales"


def quote(text: str) -> Evidence:
    return Evidence(source="description", start=0, end=len(text), quote=text)


def signal(name: str, polarity: Polarity = Polarity.PRESENT) -> GroundedSignal:
    return GroundedSignal(id=name, polarity=polarity, evidence=quote("as said"), confidence=1.0)


def with_scope(facts: Facts, scope: Scope) -> Facts:
    return facts.model_copy(update={"scope": scope})


def with_signals(facts: Facts, *signals: GroundedSignal) -> Facts:
    return with_scope(facts, facts.scope.model_copy(update={"signals": (*facts.scope.signals, *signals)}))


def without_signals(facts: Facts) -> Facts:
    return with_scope(facts, facts.scope.model_copy(update={"signals": ()}))


def turned(facts: Facts, polarity: Polarity) -> Facts:
    signals = tuple(item.model_copy(update={"polarity": polarity}) for item in facts.scope.signals)
    return with_scope(facts, facts.scope.model_copy(update={"signals": signals}))


def fires(rule: Rule | LawRule, facts: Facts) -> bool:
    return rule.when.check(facts).holds


def level(rule: Rule, facts: Facts) -> int:
    """How severe the rule finds it; -1 where it is quiet."""
    if not fires(rule, facts):
        return -1
    usual = rule.severity or CATALOGUE.flag_by_id[rule.flag].severity
    return SEVERITIES.index(adjusted(usual, rule.adjust, facts)[0])


def examples(rule: Rule | LawRule) -> Iterator[tuple[Example, Facts]]:
    for example in rule.fires:
        yield example, example_facts(example, CATALOGUE)


def parts(condition: Condition) -> Iterator[Condition]:
    yield condition
    if isinstance(condition, All | AnyOf):
        for part in condition.of:
            yield from parts(part)
    if isinstance(condition, Not):
        yield from parts(condition.of)


def reads_words(rule: Rule | LawRule) -> bool:
    conditions = [rule.when, *(step.when for step in getattr(rule, "adjust", ()))]
    return any(isinstance(part, Mentions) for condition in conditions for part in parts(condition))


def stating(condition: Condition, facts: Facts) -> Facts:
    """The facts with what a condition asks for added; what it forbids is left as it is."""
    if isinstance(condition, All):
        for part in condition.of:
            facts = stating(part, facts)
    elif isinstance(condition, AnyOf):
        facts = stating(condition.of[0], facts)
    elif isinstance(condition, Seen):
        facts = with_signals(
            facts, *(signal(name, condition.polarity) for name in condition.signals[: condition.at_least])
        )
    elif isinstance(condition, Stated):
        state = FieldState(status=Status.STATED, value="so", choices=condition.choices[:1], evidence=(quote("so"),))
        fields = {**facts.scope.fields, condition.field: state}
        facts = with_scope(facts, facts.scope.model_copy(update={"fields": fields}))
    return facts


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if any(step.by < 0 for step in rule.adjust)])
def test_the_stated_mitigation_lowers_or_keeps(name: str):
    rule = RULES[name]
    worked = False
    for example, facts in examples(rule):
        before = level(rule, facts)
        for step in rule.adjust:
            eased = stating(step.when, facts)
            if step.by >= 0 or not step.when.check(eased).holds:
                continue
            worked = True
            assert level(rule, eased) <= before, f"{example.says!r} grew worse with: {step.note}"
    assert worked, "no firing example can be eased by the mitigations that the rule names"


@pytest.mark.parametrize("name", list(RULES))
def test_nothing_said_in_favour_makes_it_worse(name: str):
    rule = RULES[name]
    for example, facts in examples(rule):
        for mitigation in MITIGATIONS:
            more = with_signals(facts, signal(mitigation))
            assert level(rule, more) <= level(rule, facts), f"{example.says!r} grew worse with {mitigation}"


@pytest.mark.parametrize("name", list(EVERY))
def test_without_its_evidence_it_is_quiet(name: str):
    rule = EVERY[name]
    for example, facts in examples(rule):
        bare = with_scope(facts, Scope()).model_copy(update={"numbers": {}})
        if fires(rule, bare):
            assert isinstance(rule, Rule), "law never follows from silence"
            assert rule.flag in SILENCE_FLAGS, f"{example.says!r}: fires with nothing said"


@pytest.mark.parametrize("polarity", [Polarity.NEGATED, Polarity.HYPOTHETICAL, Polarity.OTHER_PARTY])
@pytest.mark.parametrize("name", list(EVERY))
def test_a_denied_imagined_or_foreign_fact_counts_for_nothing(name: str, polarity: Polarity):
    rule = EVERY[name]
    looked_at = {part.polarity for part in parts(rule.when) if isinstance(part, Seen)}
    if polarity in looked_at:
        pytest.skip("the rule is about such facts")
    for example, facts in examples(rule):
        assert fires(rule, turned(facts, polarity)) == fires(rule, without_signals(facts)), example.says


@pytest.mark.parametrize("name", list(EVERY))
def test_denied_facts_silence_what_rests_on_them_alone(name: str):
    rule = EVERY[name]
    for example, facts in examples(rule):
        if example.signals and not example.fields and not fires(rule, without_signals(facts)):
            assert not fires(rule, turned(facts, Polarity.NEGATED)), example.says


@pytest.mark.parametrize("name", [name for name, rule in EVERY.items() if not reads_words(rule)])
def test_other_words_for_the_same_facts_change_nothing(name: str):
    rule = EVERY[name]
    for example in (*rule.fires, *rule.quiet):
        facts = example_facts(example, CATALOGUE)
        reworded = example_facts(example.model_copy(update={"says": ELSEWHERE}), CATALOGUE)
        assert fires(rule, reworded) == fires(rule, facts), example.says
        if isinstance(rule, Rule):
            assert level(rule, reworded) == level(rule, facts), example.says


@pytest.mark.parametrize("name", [name for name, rule in EVERY.items() if reads_words(rule)])
def test_words_around_what_a_rule_looks_for_change_nothing(name: str):
    rule = EVERY[name]
    for example in rule.fires:
        framed = example.model_copy(
            update={"says": f"At the harbour office, last spring: {example.says} So we were told."}
        )
        assert fires(rule, example_facts(framed, CATALOGUE)), example.says
