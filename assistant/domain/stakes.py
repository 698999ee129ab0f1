"""What an answer could change: the flags that come or go with each outcome of a question, before it is asked."""

from assistant.domain.base import Value
from assistant.domain.catalogue import SEVERITIES, Catalogue, FieldSpec, Rule
from assistant.domain.conditions import Facts, fields_of
from assistant.domain.reading import Status
from assistant.domain.rules import adjusted
from assistant.domain.scope import FieldState, Scope

FLAG_WORTH = {"blocker": 0.5, "high": 0.12, "medium": 0.05, "low": 0.01}
NO_FLAG = -1


class Stakes(Value):
    """What hangs on an answer.

    Attributes:
        flags: ids of the flags that come, go or change their severity with the answer, the weightiest first.
        worth: how much they weigh.
    """

    flags: tuple[str, ...] = ()
    worth: float = 0.0


class Stake:
    """Tells for each field what its answer could change, as things stand."""

    def __init__(self, facts: Facts, catalogue: Catalogue) -> None:
        self._facts = facts
        self._catalogue = catalogue
        self._rules = _by_field(catalogue.rules)
        self._now = {rule.id: self._level(rule, facts) for rule in catalogue.rules}

    def of(self, spec: FieldSpec) -> Stakes:
        """Compare the flags under the possible answers to a field's question."""
        rules = self._rules.get(spec.id, [])
        floor = self._floor(rules)
        levels = [self._levels(rules, facts, floor) for facts in _outcomes(spec, self._facts)]
        weights = {flag: _spread(flag, levels) for flag in floor}
        moved = sorted((flag for flag, weight in weights.items() if weight), key=lambda flag: (-weights[flag], flag))
        return Stakes(flags=tuple(moved), worth=round(sum(weights[flag] for flag in moved), 4))

    def _floor(self, rules: list[Rule]) -> dict[str, int]:
        """How high the flags of these rules stand anyway, by other rules."""
        own = {rule.id for rule in rules}
        floor = dict.fromkeys((rule.flag for rule in rules), NO_FLAG)
        for rule in self._catalogue.rules:
            if rule.flag in floor and rule.id not in own:
                floor[rule.flag] = max(floor[rule.flag], self._now[rule.id])
        return floor

    def _levels(self, rules: list[Rule], facts: Facts, floor: dict[str, int]) -> dict[str, int]:
        """The severity of each flag under some facts."""
        levels = dict(floor)
        for rule in rules:
            levels[rule.flag] = max(levels[rule.flag], self._level(rule, facts))
        return levels

    def _level(self, rule: Rule, facts: Facts) -> int:
        if not rule.when.check(facts).holds:
            return NO_FLAG
        usual = rule.severity or self._catalogue.flag_by_id[rule.flag].severity
        return SEVERITIES.index(adjusted(usual, rule.adjust, facts)[0])


def _by_field(rules: tuple[Rule, ...]) -> dict[str, list[Rule]]:
    """Rules by the fields that they or their adjustments look at."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        seen = fields_of(rule.when).union(*(fields_of(step.when) for step in rule.adjust))
        for field in seen:
            found.setdefault(field, []).append(rule)
    return found


def _outcomes(spec: FieldSpec, facts: Facts) -> list[Facts]:
    """The facts under each choice, or under any answer, and under none."""
    answered = [FieldState(status=Status.STATED, choices=(choice,)) for choice in spec.choices]
    answered = answered or [FieldState(status=Status.STATED)]
    return [_with(facts, spec.id, state) for state in (*answered, FieldState())]


def _with(facts: Facts, field: str, state: FieldState) -> Facts:
    scope = Scope.model_construct(
        fields={**facts.scope.fields, field: state}, signals=facts.scope.signals, remarks=facts.scope.remarks
    )
    return Facts.model_construct(scope=scope, asked=facts.asked | {field}, words=facts.words, numbers=facts.numbers)


def _spread(flag: str, levels: list[dict[str, int]]) -> float:
    worths = [_worth(level[flag]) for level in levels]
    return max(worths) - min(worths)


def _worth(level: int) -> float:
    return FLAG_WORTH[SEVERITIES[level]] if level >= 0 else 0.0
