"""The decision, and what may be asked at all: by what is known, never what was asked already."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.assessment import assess
from assistant.domain.questions import Round, conflict_key
from assistant.domain.ranking import PRESSING
from assistant.domain.reading import Polarity, Status
from assistant.domain.scope import FieldState, Scope
from tests.domain.made import FIELDS, LABELS, SIGNALS, TODAY, catalogue, signal, stated, unknown

CATALOGUE = catalogue()
PLAN = "data.labelling_plan"


def judged(fields=None, *signals, words=20, asked=()):
    scope = Scope(fields=fields or {}, signals=signals)
    return assess(scope, CATALOGUE, words=words, today=TODAY, asked=frozenset(asked))


def order(fields=None, *signals, **more):
    return [question.field for question in judged(fields, *signals, **more).questions]


def test_a_field_that_does_not_apply_is_not_asked():
    assert PLAN not in order()
    assert PLAN not in order({"data.labels": stated("all tagged", "labelled")})
    assert PLAN in order({"data.labels": stated("none tagged", "unlabelled")})


STATES = st.one_of(
    st.just(FieldState()),
    st.builds(lambda choice: stated("words", choice), st.sampled_from(LABELS)),
    st.builds(lambda: stated("words", conflict=True)),
    st.builds(lambda: unknown("no idea")),
    st.just(FieldState(status=Status.NOT_APPLICABLE, evidence=unknown("n/a").evidence)),
)
IDS = [field.id for field in FIELDS]
SCOPES = st.dictionaries(st.sampled_from(IDS), STATES)
SIGNED = st.lists(st.builds(signal, st.sampled_from(SIGNALS), polarity=st.sampled_from(Polarity)), max_size=4)
ASKED = st.sets(st.sampled_from([*IDS, *(conflict_key(field) for field in IDS)]))


@given(SCOPES, SIGNED, ASKED, st.integers(0, 400))
def test_no_inapplicable_or_asked_field_is_ever_offered_and_a_closed_one_only_to_settle_a_warning(
    fields, signals, asked, words
):
    result = judged(fields, *signals, words=words, asked=asked)
    worths = [question.worth for question in result.questions]
    assert worths == sorted(worths, reverse=True)
    assert len({question.field for question in result.questions}) == len(result.questions)
    for question in result.questions:
        state = result.scope.field(question.field)
        if question.round is Round.SETTLE:
            assert state.status is Status.STATED
            assert question.field not in asked
            assert any(flag.id in question.flags for flag in result.flags if flag.severity in PRESSING)
        else:
            assert state.status in (Status.MISSING, Status.UNKNOWN) or state.conflict
        assert question.key not in asked
        assert question.conflict == state.conflict
        if question.field == PLAN:
            assert set(result.scope.field("data.labels").choices) & {"unlabelled", "partly_labelled"}


@given(SCOPES, SIGNED, st.integers(0, 400))
def test_ready_means_no_core_field_missing_and_no_blocker(fields, signals, words):
    result = judged(fields, *signals, words=words)
    verdict = result.verdict
    applying = {field.id for field in FIELDS if field.core} - {PLAN}
    missing = {field for field in applying if result.scope.field(field).status is Status.MISSING}
    assert missing <= set(verdict.missing) <= missing | {PLAN}
    assert verdict.blockers == tuple(flag.id for flag in result.flags if flag.severity == "blocker")
    assert verdict.ready == (not verdict.missing and not verdict.blockers)
    assert (verdict.ml_needed == "no") == ("ml_not_needed" in verdict.blockers)


def test_a_rule_that_would_do_decides_against_ml():
    verdict = judged({}, signal("rule_suffices", "a rule does it"), signal("task_perception")).verdict
    assert verdict.ml_needed == "no"
    assert "a rule does it" in verdict.why


def test_the_verdict_quotes_what_speaks_for_ml():
    verdict = judged({}, signal("task_perception", "we look at photos")).verdict
    assert verdict.ml_needed == "yes"
    assert "“we look at photos”" in verdict.why


def test_evidence_both_ways_is_unclear_and_so_is_silence():
    both = judged({}, signal("task_perception", "photos"), signal("labels_absent", "no labels")).verdict
    assert (both.ml_needed, "“no labels”" in both.why) == ("unclear", True)
    silent = judged().verdict
    assert silent.ml_needed == "unclear"
    assert silent.why != both.why


def test_a_low_ml_not_needed_is_a_doubt_and_no_decision():
    rules = tuple(rule.model_copy(update={"severity": "low"}) for rule in CATALOGUE.rules)
    mild = CATALOGUE.model_copy(update={"rules": rules})
    result = assess(Scope(signals=(signal("rule_suffices"),)), mild, words=20, today=TODAY)
    assert [flag.id for flag in result.flags] == ["ml_not_needed"]
    assert result.verdict.ml_needed == "unclear"
    assert result.verdict.blockers == ()
