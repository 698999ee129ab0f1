"""Merging: a later statement never drops an earlier one, and words corrected away count no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.reading import GroundedRemark, Polarity, Status
from assistant.domain.scope import Former, Mode, Patch, Scope, apply, reopen
from tests.domain.made import LABELS, change, evidence, replacing, said, signal

LABEL = "data.labels"


def after(*changes, signals=()):
    """The scope after one patch per change."""
    scope = Scope()
    for item in changes:
        scope = apply(scope, Patch(changes=(item,), signals=signals))
    return scope


def test_the_first_statement_is_taken_as_it_is():
    state = after(change(LABEL, "none", "unlabelled")).field(LABEL)
    assert (state.status, state.value, state.choices) == (Status.STATED, "none", ("unlabelled",))
    assert state.history == ()


def test_a_field_that_nobody_spoke_of_is_missing():
    assert Scope().field(LABEL).status is Status.MISSING
    assert not Scope().field(LABEL).closed


def test_what_is_said_in_passing_is_added():
    state = after(change(LABEL, "500 photos", "labelled"), change(LABEL, "by rangers", "labelled")).field(LABEL)
    assert state.value == "500 photos; by rangers"
    assert state.choices == ("labelled",)
    assert [item.quote for item in state.evidence] == ["500 photos", "by rangers"]
    assert not state.conflict


def test_the_same_words_again_change_nothing_but_the_history():
    state = after(change(LABEL, "500 photos", "labelled"), change(LABEL, "500 photos", "labelled")).field(LABEL)
    assert state.value == "500 photos"
    assert len(state.evidence) == 1


def test_two_choices_that_cannot_both_hold_both_stay_with_their_words():
    state = after(change(LABEL, "all tagged", "labelled"), change(LABEL, "none tagged", "unlabelled")).field(LABEL)
    assert state.conflict
    assert not state.closed
    assert state.choices == ()
    assert [item.quote for item in state.evidence] == ["all tagged", "none tagged"]


@pytest.mark.parametrize(("first", "second", "holds"), [(0.4, 0.8, "unlabelled"), (0.8, 0.4, "labelled")])
def test_an_unsure_reading_contradicts_nobody(first, second, holds):
    state = after(
        change(LABEL, "tags maybe", "labelled").model_copy(update={"confidence": first}),
        change(LABEL, "no tags maybe", "unlabelled").model_copy(update={"confidence": second}),
    ).field(LABEL)
    assert not state.conflict
    assert state.choices == (holds,)
    assert len(state.history) == 1, "the other is kept"


def test_a_contradiction_stays_until_it_is_corrected():
    both = (change(LABEL, "all tagged", "labelled"), change(LABEL, "none tagged", "unlabelled"))
    assert after(*both, change(LABEL, "again none", "unlabelled")).field(LABEL).conflict
    mended = after(*both, replacing(LABEL, "none tagged, sorry", "unlabelled")).field(LABEL)
    assert not mended.conflict
    assert mended.choices == ("unlabelled",)


def test_a_field_of_many_choices_collects_them():
    field = "infrastructure.deployment"
    state = after(change(field, "cloud", "cloud", many=True), change(field, "phones", "edge", many=True)).field(field)
    assert state.choices == ("cloud", "edge")
    assert not state.conflict


def test_a_correction_replaces_and_keeps_the_former_value():
    state = after(change(LABEL, "all tagged", "labelled"), replacing(LABEL, "none tagged", "unlabelled")).field(LABEL)
    assert (state.value, state.choices) == ("none tagged", ("unlabelled",))
    assert [former.value for former in state.history] == ["all tagged"]


def test_a_passing_don_t_know_does_not_undo_a_statement():
    state = after(change(LABEL, "all tagged", "labelled"), change(LABEL, "no idea", status=Status.UNKNOWN)).field(LABEL)
    assert state.status is Status.STATED
    assert state.history == (Former(status=Status.UNKNOWN, value="no idea", evidence=(said("no idea", "turn-1"),)),)


def test_a_statement_ends_not_knowing():
    state = after(change(LABEL, "no idea", status=Status.UNKNOWN), change(LABEL, "all tagged", "labelled")).field(LABEL)
    assert state.status is Status.STATED
    assert [former.status for former in state.history] == [Status.UNKNOWN]


def test_not_applicable_is_replaced_by_not_knowing_and_remembered():
    state = after(
        change(LABEL, "n/a", status=Status.NOT_APPLICABLE), change(LABEL, "hm, no idea", status=Status.UNKNOWN)
    ).field(LABEL)
    assert state.status is Status.UNKNOWN
    assert [former.status for former in state.history] == [Status.NOT_APPLICABLE]


def test_a_reopened_field_is_missing_and_remembers():
    scope = reopen(after(change(LABEL, "all tagged", "labelled")), [LABEL, "project.team"])
    assert scope.field(LABEL).status is Status.MISSING
    assert [former.value for former in scope.field(LABEL).history] == ["all tagged"]
    assert "project.team" not in scope.fields
    again = apply(scope, Patch(changes=(change(LABEL, "none", "unlabelled"),))).field(LABEL)
    assert [former.value for former in again.history] == ["all tagged"]


TEXT = "We have no labels at all, and cameras see faces. The team is small."
CLAIM = evidence(TEXT, "We have no labels at all")


def seen(name: str, quote: str):
    return signal(name).model_copy(update={"evidence": evidence(TEXT, quote)})


def corrected(*signals, also=()):
    before = apply(
        Scope(), Patch(changes=(change(LABEL, "no labels", "unlabelled", evidence=(CLAIM,)), *also), signals=signals)
    )
    assert len(before.signals) == len(signals)
    return apply(before, Patch(changes=(replacing(LABEL, "we do have labels", "labelled", source="turn-2"),))).signals


def test_signals_go_with_the_words_that_were_corrected():
    assert corrected(seen("labels_absent", "We have no labels at all")) == ()
    assert corrected(seen("labels_absent", "no labels")) == (), "part of the corrected words"
    assert corrected(seen("labels_absent", "We have no labels at all, and")) == (), "the corrected words and more"


def test_signals_of_other_words_stay():
    faces = seen("faces", "cameras see faces")
    assert corrected(faces) == (faces,)
    elsewhere = faces.model_copy(update={"evidence": said("no labels", "turn-9", start=CLAIM.start)})
    assert corrected(elsewhere) == (elsewhere,)


def test_signals_stay_while_another_field_rests_on_their_words():
    labels = seen("labels_absent", "no labels")
    other = change("project.summary", "no labels at all", evidence=(evidence(TEXT, "no labels at all"),))
    assert corrected(labels, also=(other,)) == (labels,)


def test_a_signal_and_a_remark_count_once():
    words = signal("faces")
    remark = GroundedRemark(text="Odd.", evidence=said("faces"))
    twice = apply(
        apply(Scope(), Patch(signals=(words,), remarks=(remark,))), Patch(signals=(words,), remarks=(remark,))
    )
    assert (twice.signals, twice.remarks) == ((words,), (remark,))
    negated = signal("faces", polarity=Polarity.NEGATED)
    assert len(apply(twice, Patch(signals=(negated,))).signals) == 2


CHANGES = st.builds(
    change,
    st.sampled_from([LABEL, "project.summary"]),
    st.text(min_size=1, max_size=5),
    status=st.sampled_from([Status.STATED, Status.UNKNOWN, Status.NOT_APPLICABLE]),
    mode=st.sampled_from(Mode),
    many=st.booleans(),
    source=st.sampled_from(["description", "turn-2", "turn-3"]),
    conflict=st.booleans(),
)
CHOSEN = st.builds(
    lambda made, choices: made.model_copy(update={"choices": tuple(choices) if made.status is Status.STATED else ()}),
    CHANGES,
    st.lists(st.sampled_from(LABELS), max_size=2, unique=True),
)


@given(st.lists(st.lists(CHOSEN, max_size=3), max_size=6), st.sets(st.integers(0, 5)))
def test_merging_loses_nothing(patches, reopenings):
    scope, told = Scope(), set()
    for index, changes in enumerate(patches):
        scope = apply(scope, Patch(changes=tuple(changes)))
        told |= {(item.field, words) for item in changes for words in item.evidence}
        if index in reopenings:
            scope = reopen(scope, [LABEL])
        kept = {
            (field, words)
            for field, state in scope.fields.items()
            for words in (*state.evidence, *(words for former in state.history for words in former.evidence))
        }
        assert told <= kept
        assert all(state.evidence for state in scope.fields.values() if state.status is not Status.MISSING)
