"""No quote, no claim: what a reading may bring into the scope, and what is turned away with a reason."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.evidence import Source
from assistant.domain.grounding import MAX_VALUE_CHARS, NOT_FOUND, patch, verify
from assistant.domain.reading import Claim, Intent, Reading, Remark, Signal, Status
from assistant.domain.scope import Mode, Scope, apply
from tests.domain.made import FIELDS, SIGNALS, catalogue, reading

CATALOGUE = catalogue()
TEXT = "No photo is labelled yet. Some are labelled “by hand”.\r\nIt runs in the cloud and on the device. We don’t know who."
SOURCE = Source(id="description", text=TEXT)


def grounded(*parts):
    return verify(reading(*parts), SOURCE, CATALOGUE)


def changes(*parts, intent=Intent.ANSWER, answers=()):
    return patch(grounded(*parts), CATALOGUE, intent, answers).changes


def test_a_claim_keeps_the_text_and_not_the_engine_s_spelling():
    (claim,) = grounded(Claim(field="data.labels", quote='labelled "by hand"')).claims
    assert claim.evidence.quote == "labelled “by hand”"
    assert TEXT[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
    assert claim.value == claim.evidence.quote, "without a value of its own, the words are the value"


def test_what_cannot_be_taken_is_kept_with_its_reason():
    done = verify(
        Reading(
            engine="scripted",
            claims=(
                Claim(field="data.colour", quote="No photo"),
                Claim(field="data.labels", quote="Every photo is labelled"),
                Claim(field="data.labels", status=Status.MISSING, quote="No photo"),
            ),
            signals=(Signal(id="invented", quote="No photo"), Signal(id="labels_absent", quote="no labels at all")),
            remarks=(Remark(text="Odd.", quote="not there"), Remark(text="Odd.", quote="No photo")),
        ),
        SOURCE,
        CATALOGUE,
    )
    assert not done.claims
    assert not done.signals
    assert [remark.evidence.quote for remark in done.remarks] == ["No photo"]
    assert [(item.what, item.reason) for item in done.rejections] == [
        ("data.colour", "no such field"),
        ("data.labels", NOT_FOUND),
        ("data.labels", "a missing field has no claim"),
        ("invented", "no such signal"),
        ("labels_absent", NOT_FOUND),
        ("remark", NOT_FOUND),
    ]


def test_only_choices_of_the_field_are_taken_in_its_order():
    claim = Claim(
        field="infrastructure.deployment", choices=("edge", "moon", "cloud"), quote="in the cloud and on the device"
    )
    assert grounded(claim).claims[0].choices == ("cloud", "edge")


def test_not_knowing_brings_no_choice():
    claim = Claim(field="data.labels", status=Status.UNKNOWN, choices=("labelled",), quote="We don't know")
    assert grounded(claim).claims[0].choices == ()


def test_a_long_value_is_cut_but_its_quote_is_whole():
    text = "word " * 300
    (claim,) = verify(reading(Claim(field="project.summary", quote=text)), Source(id="d", text=text), CATALOGUE).claims
    assert len(claim.value) == MAX_VALUE_CHARS
    assert claim.evidence.quote == text.strip()


def test_two_choices_contradict_each_other_where_only_one_can_hold():
    (change,) = changes(
        Claim(field="data.labels", choices=("unlabelled",), quote="No photo is labelled yet"),
        Claim(field="data.labels", choices=("partly_labelled",), quote="Some are labelled"),
    )
    assert change.conflict
    assert change.choices == ()
    assert [item.quote for item in change.evidence] == ["No photo is labelled yet", "Some are labelled"]


def test_two_choices_stand_side_by_side_where_several_may_hold():
    (change,) = changes(
        Claim(field="infrastructure.deployment", choices=("edge",), quote="on the device"),
        Claim(field="infrastructure.deployment", choices=("cloud",), quote="in the cloud"),
    )
    assert not change.conflict
    assert change.choices == ("cloud", "edge")


def test_the_strongest_status_of_a_text_stands_and_the_others_are_kept():
    done = grounded(
        Claim(field="project.team", status=Status.STATED, quote="Some are labelled"),
        Claim(field="project.team", status=Status.UNKNOWN, quote="We don't know who"),
        Claim(field="project.team", status=Status.NOT_APPLICABLE, quote="No photo"),
    )
    for intent in (Intent.ANSWER, Intent.CORRECTION):
        state = apply(Scope(), patch(done, CATALOGUE, intent)).field("project.team")
        assert state.status is Status.STATED
        assert [item.quote for item in state.evidence] == ["Some are labelled"]
        assert {former.status for former in state.history} == {Status.UNKNOWN, Status.NOT_APPLICABLE}
        assert {item.quote for former in state.history for item in former.evidence} == {"We don’t know who", "No photo"}


def test_not_knowing_outranks_not_applying():
    done = grounded(
        Claim(field="project.team", status=Status.UNKNOWN, quote="We don't know who"),
        Claim(field="project.team", status=Status.NOT_APPLICABLE, quote="No photo"),
    )
    assert apply(Scope(), patch(done, CATALOGUE, Intent.ANSWER)).field("project.team").status is Status.UNKNOWN


def test_corrections_and_answers_replace_and_the_rest_adds():
    claim = Claim(field="data.labels", quote="No photo is labelled yet")
    assert [item.mode for item in changes(claim)] == [Mode.ADD]
    assert [item.mode for item in changes(claim, intent=Intent.CORRECTION)] == [Mode.REPLACE]
    assert [item.mode for item in changes(claim, answers=("data.labels",))] == [Mode.REPLACE]


FIELD_IDS = st.sampled_from([*(field.id for field in FIELDS), "no.such"])
QUOTES = st.one_of(
    st.builds(lambda a, b: TEXT[a : a + b], st.integers(0, len(TEXT)), st.integers(1, 40)), st.text(max_size=12)
)
CLAIMS = st.builds(
    Claim,
    field=FIELD_IDS,
    status=st.sampled_from(Status),
    value=st.text(max_size=10),
    choices=st.lists(st.sampled_from(["labelled", "unlabelled", "cloud", "moon"]), max_size=3).map(tuple),
    quote=QUOTES,
)
SIGNS = st.builds(Signal, id=st.sampled_from([*SIGNALS, "invented"]), quote=QUOTES)


@given(st.lists(st.one_of(CLAIMS, SIGNS), max_size=8))
def test_every_grounded_part_quotes_the_text_and_none_is_lost_in_silence(parts):
    done = grounded(*parts)
    for item in (*done.claims, *done.signals):
        assert TEXT[item.evidence.start : item.evidence.end] == item.evidence.quote
        assert item.evidence.source == SOURCE.id
    assert len(done.claims) + len(done.signals) + len(done.rejections) == len(parts)
    allowed = {field.id: set(field.choices) for field in FIELDS}
    assert all(set(claim.choices) <= allowed[claim.field] for claim in done.claims)
