"""What is planned is warned of one step milder; what is only imagined, or is another's, is not warned of at all."""

import pytest

from assistant.domain.conditions import Facts
from assistant.domain.planned import is_planned, with_plans
from assistant.domain.reading import Polarity
from assistant.domain.rules import PLANNED, evaluate
from assistant.domain.scope import Scope
from tests.domain.made import catalogue, signal

CATALOGUE = catalogue()

COMING = (
    "We may add face search later.",
    "In a second phase the app might also track couriers.",
    "Next year it is to send the letters by itself.",
    "Video is on the roadmap.",
    "Eventually the arm will hand parts to people.",
    "The council plans to publish the scores.",
    "Once it works, refusals go out unseen.",
    "Version 2 could also read badges.",
    "From 2028 it drives alone.",
    "We are thinking of adding children's accounts.",
)
IMAGINED = (
    "Imagine it recognised faces.",
    "If it were to drive by itself, we would stop it.",
    "Suppose somebody scored tenants with it.",
    "There are no plans to add faces later.",
    "What if the bot gave medical advice?",
    "It would be possible to read plates.",
    "We are not planning to rank anyone in future.",
    "Hypothetically it could later refuse people.",
)


@pytest.mark.parametrize("words", COMING)
def test_what_is_to_come_is_planned(words):
    assert is_planned(words)


@pytest.mark.parametrize("words", IMAGINED)
def test_what_is_only_imagined_is_not(words):
    assert not is_planned(words)


def _flag(words, polarity):
    facts = Facts(scope=Scope(signals=(signal("rule_suffices", words, polarity=polarity),)), words=300)
    return next((flag for flag in evaluate(facts, CATALOGUE) if flag.id == "ml_not_needed"), None)


def test_a_planned_fact_fires_a_rule_one_step_milder_and_the_warning_says_so():
    now, later = _flag("a list does it", Polarity.PRESENT), _flag("later a list is to do it", Polarity.HYPOTHETICAL)
    assert (now.severity, later.severity) == ("blocker", "high")
    assert PLANNED in later.why
    assert PLANNED not in now.why
    assert later.evidence[0].quote == "later a list is to do it"


@pytest.mark.parametrize("polarity", [Polarity.NEGATED, Polarity.OTHER_PARTY])
def test_nothing_that_is_denied_or_anothers_becomes_a_plan(polarity):
    assert _flag("later a list is to do it", polarity) is None


def test_without_plans_there_is_nothing_more_to_look_at():
    scope = Scope(signals=(signal("rule_suffices", "imagine a list did it", polarity=Polarity.HYPOTHETICAL),))
    assert with_plans(Facts(scope=scope)) is None
