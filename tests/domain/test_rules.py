"""Flags: worst first, with a reason in the project's own words, and silent where a stronger one stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.catalogue import SEVERITIES, Adjustment
from assistant.domain.conditions import All, Full, Seen, Stated
from assistant.domain.rules import MAX_EVIDENCE, NOBODY_NAMED, QUOTE_CHARS, adjusted, evaluate, shortened
from tests.domain.made import FLAGS, catalogue, evidence, facts, flag, rule, said, signal, stated

SEES = Seen(op="seen", signals=("faces",))
ALWAYS = rule("labels_missing", SEES).when
PEOPLE = "impact.affected_people"


def why(sentence: str, given, when=SEES, **more) -> str:
    (raised,) = evaluate(given, catalogue(rule("biometric_or_surveillance", when, why=sentence, **more)))
    return raised.why


def test_flags_come_worst_first_then_in_the_catalogue_s_order():
    given = facts(
        {"data.labels": stated("both", conflict=True)},
        *(signal(name, name) for name in ("faces", "rule_suffices", "labels_absent")),
    )
    raised = evaluate(given, catalogue())
    assert [flag.id for flag in raised] == [
        "ml_not_needed",
        "labels_missing",
        "contradiction",
        "biometric_or_surveillance",
    ]
    assert [flag.severity for flag in raised] == ["blocker", "high", "high", "medium"]
    assert [flag.kind for flag in raised] == ["risk", "risk", "risk", "ethics"]


def test_nothing_said_raises_nothing():
    assert evaluate(facts(), catalogue()) == ()


def test_silence_after_a_full_description_raises_a_flag_without_words():
    (raised,) = evaluate(facts(words=500), catalogue())
    assert (raised.id, raised.severity, raised.evidence) == ("labels_missing", "low", ())


def test_of_several_rules_the_worst_speaks_and_all_words_are_kept():
    rules = (
        rule("contradiction", Seen(op="seen", signals=("faces",)), name="mild", severity="low", why="Mild: {quote}."),
        rule(
            "contradiction",
            Seen(op="seen", signals=("labels_absent",)),
            name="bad",
            severity="high",
            why="Bad: {quote}.",
        ),
    )
    (raised,) = evaluate(
        facts({}, signal("faces", "see faces"), signal("labels_absent", "no labels")), catalogue(*rules)
    )
    assert raised.severity == "high"
    assert raised.why == "Bad: “no labels”."
    assert raised.rules == ("bad", "mild")
    assert [item.quote for item in raised.evidence] == ["no labels", "see faces"]


def test_evidence_is_bounded():
    many = [signal("faces", f"face {number}", start=number) for number in range(20)]
    (raised,) = evaluate(facts({}, *many), catalogue(rule("contradiction", SEES)))
    assert [item.quote for item in raised.evidence] == [f"face {number}" for number in range(MAX_EVIDENCE)]


@pytest.mark.parametrize(
    ("severity", "shown"), [("blocker", ["contradiction"]), ("high", ["contradiction", "labels_missing"])]
)
def test_a_flag_yields_to_a_blocker_only(severity, shown):
    flags = (
        flag("labels_missing", yields_to=("contradiction",)),
        *(other for other in FLAGS if other.id != "labels_missing"),
    )
    rules = (rule("labels_missing", SEES), rule("contradiction", SEES, severity=severity))
    raised = evaluate(facts({}, signal("faces")), catalogue(*rules).model_copy(update={"flags": flags}))
    assert sorted(item.id for item in raised) == shown


def test_the_reason_quotes_what_was_said():
    assert (
        why("It sees “faces” ({quote}).", facts({}, signal("faces", "cameras\n see  faces.")))
        == "It sees “faces” (“cameras see faces”)."
    )
    assert (
        why("Both: {quotes}.", facts({}, signal("faces", "one"), signal("faces", "two", start=9)))
        == "Both: “one” and “two”."
    )
    assert why("Both: {quotes}.", facts({}, signal("faces", "one"), signal("faces", "one", start=9))) == "Both: “one”."


def test_without_words_the_reason_reads_all_the_same():
    assert why("It follows from {quote}", facts(words=500), Full(op="full")) == "It follows from what was said."


def test_the_people_are_named_in_the_person_s_words():
    given = facts({PEOPLE: stated("night nurses")}, signal("faces", "cameras see faces"))
    assert (
        why("It watches {who}: {quote}.", given) == f"It watches {NOBODY_NAMED} (“night nurses”): “cameras see faces”."
    )
    assert why("It watches {who}.", facts({}, signal("faces"))) == f"It watches {NOBODY_NAMED}."


def test_the_people_s_words_are_not_said_twice():
    words = "cameras watch the night nurses"
    given = facts({PEOPLE: stated(words)}, signal("faces", words))
    assert why("It watches {who}: {quote}.", given) == f"It watches {NOBODY_NAMED}: “{words}”."
    assert why("It watches {who}.", given).count(words) == 1, "named where the sentence does not quote them"
    other = facts({PEOPLE: stated(words)}, signal("faces", "see faces"), signal("faces", words, start=40))
    assert why("{quotes}, so {who}.", other).count(words) == 1
    assert why("{quote}, so {who}.", other).count(words) == 1, "only the quote that is shown counts"


def test_slots_in_what_people_wrote_stay_words():
    given = facts({PEOPLE: stated("the {quote} club")}, signal("faces", "we {who} faces {quotes}"))
    assert (
        why("{quote} and {who}.", given) == f"“we {{who}} faces {{quotes}}” and {NOBODY_NAMED} (“the {{quote}} club”)."
    )


def test_adjustments_move_the_severity_and_say_why():
    when = All(op="all", of=(SEES,))
    given = facts({"data.labels": stated("all tagged", "labelled")}, signal("faces"))
    tagged = Stated(op="stated", field="data.labels", choices=("labelled",))
    lower = Adjustment(when=tagged, by=-1, note="labels help")
    unmet = Adjustment(when=Stated(op="stated", field="project.team"), by=-2, note="a team helps")
    assert adjusted("high", [lower, unmet], given) == ("medium", ("labels help",))
    (raised,) = evaluate(given, catalogue(rule("contradiction", when, lower, why="Odd.")))
    assert (raised.severity, raised.why) == ("medium", "Odd; labels help.")


STEPS = st.lists(st.integers(-3, 3), max_size=5)


@given(st.sampled_from(SEVERITIES), STEPS)
def test_adjustments_stay_within_low_and_high(severity, steps):
    moves = [Adjustment(when=Full(op="full"), by=step) for step in steps]
    result, _ = adjusted(severity, moves, facts(words=500))
    assert result in SEVERITIES
    if severity != "blocker":
        assert result != "blocker", "only a rule makes a blocker"
    if steps and all(step >= 0 for step in steps):
        assert SEVERITIES.index(result) >= SEVERITIES.index(severity)
    if steps and all(step <= 0 for step in steps):
        assert SEVERITIES.index(result) <= SEVERITIES.index(severity)
    assert adjusted(severity, moves, facts(words=0))[0] == severity


@given(st.text(alphabet="ab .,;\n", max_size=300), st.integers(12, 120))
def test_a_shortened_text_keeps_its_beginning_and_its_bound(text, limit):
    short = shortened(text, limit)
    assert len(short) <= limit
    flat = " ".join(text.split())
    assert flat.startswith(short.removesuffix(" …").rstrip())
    assert short.endswith(" …") == (len(flat) > limit)


def test_a_short_quote_is_whole_and_a_long_one_cut_at_a_word():
    assert shortened("No labels.") == "No labels"
    assert shortened("label " * 40).removesuffix(" …").split()[-1] == "label"
    assert len(shortened("x" * 500)) <= QUOTE_CHARS


def test_evidence_of_two_sources_is_told_apart():
    first, second = evidence("see faces", "faces"), said("faces", "turn-3")
    given = facts(
        {},
        signal("faces").model_copy(update={"evidence": first}),
        signal("faces").model_copy(update={"evidence": second}),
    )
    (raised,) = evaluate(given, catalogue(rule("contradiction", SEES)))
    assert raised.evidence == (first, second)
