"""The service: one turn is one transaction, and a session is the replay of its turns."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.catalogue import Catalogue
from assistant.domain.questions import Depth
from assistant.domain.reading import Claim, Intent, Reading, Signal, Status, Usage
from assistant.domain.session import State, TurnKind, active_turns, replay, step
from assistant.errors import EngineUnavailable, InputError, StaleSession
from assistant.ports import Stage, Token
from assistant.service import MAX_TEXT_CHARS, TITLE_CHARS, UNTITLED, Assistant
from assistant.store.sql import SqlStore
from tests.domain.made import reading
from tests.fakes.engine import ScriptedEngine
from tests.fakes.guidance import FixedGuidance

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TEXT = "We sort moth photos. Nobody has labelled a photo yet. Two rangers look after it."
SUMMARY = Claim(field="project.summary", quote="We sort moth photos")
UNLABELLED = Claim(field="data.labels", choices=("unlabelled",), quote="Nobody has labelled a photo yet")
PLAN = Claim(field="data.labelling_plan", quote="Two rangers")
ABSENT = Signal(id="labels_absent", quote="Nobody has labelled a photo")
DESCRIBED = reading(SUMMARY, UNLABELLED, PLAN, ABSENT)


class Desk:
    """Assistants over one database, as in two tabs or after a restart."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self.catalogue = catalogue
        self.url = f"sqlite:///{folder / 'sessions.db'}"

    def __call__(self, *script, guidance=None, **engines) -> Assistant:
        self.engine = ScriptedEngine(*script)
        known = {"scripted": self.engine, **engines}
        return Assistant(self.catalogue, known, guidance or FixedGuidance(), lambda: SqlStore(self.url), lambda: NOON)


@pytest.fixture
def desk(catalogue, tmp_path) -> Desk:
    return Desk(catalogue, tmp_path)


def described(assistant: Assistant) -> str:
    """A session whose description was read."""
    session = assistant.start().info.id
    assistant.say(session, TEXT, kind=TurnKind.DESCRIPTION)
    return session


# --- drafts -------------------------------------------------------------------------------------------------


def test_a_draft_reads_once_and_stores_nothing(catalogue):
    def no_store():
        raise AssertionError("a draft touches no database")

    engine = ScriptedEngine(DESCRIBED)
    assistant = Assistant(catalogue, {"scripted": engine}, FixedGuidance(), no_store, lambda: NOON)
    draft = assistant.draft(TEXT)
    (request,) = engine.requests
    assert request.document
    assert request.source.id == "description"
    assert draft.scope["data"]["labels"].choices == ("unlabelled",)
    assert engine.plans == [], "no reply is worded"
    assert "labels_missing" not in [flag.id for flag in draft.flags], "rangers make the labels"


def test_a_draft_tells_its_stages(desk):
    heard = []
    desk(DESCRIBED).draft(TEXT, listen=heard.append)
    assert [event.name for event in heard if isinstance(event, Stage)][:2] == ["reading", "checking"]


@pytest.mark.parametrize(
    "text", ["", " \n ", "…!?", "x" * (MAX_TEXT_CHARS + 1)], ids=["empty", "blank", "signs", "huge"]
)
def test_what_cannot_be_read_is_refused(desk, text):
    assistant = desk()
    session = assistant.start().info.id
    for call in (lambda: assistant.draft(text), lambda: assistant.say(session, text)):
        with pytest.raises(InputError):
            call()
    assert assistant.open(session).waiting == ()


def test_an_engine_is_chosen_by_name(desk):
    other = ScriptedEngine(reading(SUMMARY))
    assistant = desk(other=other)
    assert assistant.engine_names == ("scripted", "other")
    assistant.draft(TEXT, engine="other")
    assert len(other.requests) == 1
    with pytest.raises(InputError, match="Choose one of: scripted, other"):
        assistant.draft(TEXT, engine="openai:none")


def test_what_was_rejected_is_told_with_its_reason(desk):
    draft = desk(reading(SUMMARY, Claim(field="data.labels", quote="All are labelled"))).draft(TEXT)
    assert [(item.what, item.quote) for item in draft.rejected] == [("data.labels", "All are labelled")]
    assert draft.scope["data"]["labels"].status is Status.MISSING


# --- talks --------------------------------------------------------------------------------------------------


def test_a_talk_opens_with_words_and_no_state(desk):
    view = desk().start()
    assert view.turns[0].kind is TurnKind.OPENING
    assert view.turns[0].reply
    assert view.info.title == UNTITLED
    assert view.state.scope.fields == {}


def test_a_message_fills_the_scope_and_the_next_question_comes_from_the_plan(desk):
    assistant = desk(DESCRIBED)
    heard = []
    session = assistant.start(title="  Moths ").info.id
    view = assistant.say(session, TEXT, kind=TurnKind.DESCRIPTION, listen=heard.append)
    assert view.info.title == "Moths"
    assert view.state.scope.value("data.labels") == "Nobody has labelled a photo yet"
    assert view.question == view.turns[-1].question
    assert view.question.field not in ("project.summary", "data.labels", "data.labelling_plan")
    assert "".join(event.text for event in heard if isinstance(event, Token)) == view.turns[-1].reply
    assert view.question.field not in [question.field for question in view.assessment.questions]


def test_the_engine_is_told_what_was_asked_and_what_is_known(desk):
    assistant = desk(DESCRIBED)
    session = described(assistant)
    open_question = assistant.open(session).question
    assistant.say(session, "No idea what to say, really.")
    request = desk.engine.requests[-1]
    assert request.asked == open_question
    assert not request.document
    assert request.scope.value("project.summary") == "We sort moth photos"
    assert request.source.id == "turn-3"


def test_a_session_is_named_after_the_project_unless_it_has_a_name(desk):
    named = reading(Claim(field="project.title", quote="We sort moth photos"))
    assistant = desk(named, named)
    assert assistant.open(described(assistant)).info.title == "We sort moth photos"
    own = assistant.start(title="My own").info.id
    assert assistant.say(own, TEXT).info.title == "My own"


def test_a_failed_turn_keeps_the_words_and_can_be_resumed(desk):
    assistant = desk(EngineUnavailable("The engine is down."), DESCRIBED)
    session = assistant.start().info.id
    with pytest.raises(EngineUnavailable):
        assistant.say(session, TEXT, said_by="Ada")
    waiting = desk(DESCRIBED).open(session)
    assert [(message.text, message.said_by) for message in waiting.waiting] == [(TEXT, "Ada")]
    done = desk(DESCRIBED).resume(session)
    assert done.waiting == ()
    assert (done.turns[-1].text, done.turns[-1].said_by) == (TEXT, "Ada")
    assert desk().resume(session).turns == done.turns, "nothing is left to resume"


def test_a_message_after_a_failed_one_loses_neither(desk):
    assistant = desk(EngineUnavailable("The engine is down."), DESCRIBED)
    session = assistant.start().info.id
    with pytest.raises(EngineUnavailable):
        assistant.say(session, TEXT)
    view = assistant.say(session, "And one more thing.")
    assert [turn.text for turn in view.turns if turn.text] == [TEXT, "And one more thing."]
    assert view.waiting == ()


def test_a_second_tab_is_told_and_its_words_are_not_mixed_in(desk):
    assistant = desk(DESCRIBED)
    session = assistant.start().info.id
    seen = assistant.open(session).info.version
    assistant.say(session, TEXT, expected=seen)
    with pytest.raises(StaleSession):
        desk().say(session, "from the other tab", expected=seen)
    assert "from the other tab" not in [turn.text for turn in assistant.open(session).turns]


def test_two_tabs_at_once_give_one_turn(desk):
    session = desk().start().info.id
    version = desk().open(session).info.version
    tabs, outcomes, gate = [desk(), desk()], [], threading.Barrier(2)

    def speak(tab: Assistant) -> None:
        gate.wait()
        try:
            tab.say(session, TEXT, expected=version)
            outcomes.append("said")
        except StaleSession:
            outcomes.append("stale")

    threads = [threading.Thread(target=speak, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["said", "stale"]


def test_an_edit_is_evidence_of_its_own_and_keeps_the_former_value(desk):
    assistant = desk(DESCRIBED)
    session = described(assistant)
    view = assistant.edit(
        session, "data.labels", "All photos are labelled now", choices=("labelled", "moon"), said_by="Ada"
    )
    state = view.state.scope.field("data.labels")
    assert (state.value, state.choices, state.by_hand) == ("All photos are labelled now", ("labelled",), True)
    assert state.evidence[0].quote == view.turns[-1].text == "All photos are labelled now"
    assert state.history[-1].value == "Nobody has labelled a photo yet"
    assert view.turns[-1].said_by == "Ada"


def test_an_edit_by_choice_alone_takes_the_choice_s_words(desk, catalogue):
    assistant = desk(DESCRIBED)
    label = next(option.label for option in catalogue.field_by_id["data.labels"].options if option.choice == "labelled")
    view = assistant.edit(described(assistant), "data.labels", " ", choices=("labelled",))
    assert view.state.scope.value("data.labels") == label


def test_an_edit_can_say_that_something_is_not_known(desk):
    assistant = desk(DESCRIBED)
    view = assistant.edit(described(assistant), "data.labels", "must ask the rangers", status=Status.UNKNOWN)
    assert view.state.scope.field("data.labels").status is Status.UNKNOWN


@pytest.mark.parametrize(("field", "value"), [("data.colour", "blue"), ("data.labels", "  ")])
def test_an_edit_needs_a_field_and_a_value(desk, field, value):
    assistant = desk(DESCRIBED)
    with pytest.raises(InputError):
        assistant.edit(described(assistant), field, value)


def test_undo_takes_back_the_last_thing_done_and_then_the_one_before(desk):
    assistant = desk(DESCRIBED)
    session = assistant.start().info.id
    before = assistant.open(session).state.scope
    after = assistant.say(session, TEXT).state.scope
    assistant.edit(session, "data.labels", "All labelled", choices=("labelled",))
    assert assistant.undo(session).state.scope == after
    assert assistant.undo(session).state.scope == before
    with pytest.raises(InputError, match="nothing to take back"):
        assistant.undo(session)


def test_titles_depth_and_the_list(desk):
    assistant = desk()
    session = assistant.start().info.id
    assert assistant.rename(session, "  Moths  ").info.title == "Moths"
    assert len(assistant.rename(session, "m" * 500).info.title) == TITLE_CHARS
    assert assistant.set_depth(session, Depth.QUICK).info.depth is Depth.QUICK
    with pytest.raises(InputError, match="at least one character"):
        assistant.rename(session, "  ")
    assert [info.id for info in assistant.sessions()] == [session]
    assistant.delete(session)
    assert assistant.sessions() == ()
    with pytest.raises(InputError, match="no session"):
        assistant.open(session)


def test_a_session_keeps_the_engine_that_was_chosen_for_it(desk):
    other = ScriptedEngine()
    assistant = desk(other=other)
    session = assistant.start().info.id
    assert assistant.open(session).engine == "scripted", "the default, as long as nothing is chosen"
    assert assistant.set_engine(session, "other").engine == "other"
    assistant.say(session, TEXT)
    assert [request.source.text for request in other.requests] == [TEXT]
    assistant.say(session, "Only this one.", engine="scripted")
    assert len(other.requests) == 1, "what a call names goes before what was chosen"
    again = desk(other=other)
    assert again.open(session).engine == "other", "another process finds the choice"
    assert desk().open(session).engine == "scripted", "gone, so the default reads"
    assert again.start(engine="other").engine == "other"
    for call in (lambda: assistant.set_engine(session, "none"), lambda: assistant.start(engine="none")):
        with pytest.raises(InputError, match="Choose one of: scripted, other"):
            call()


def test_the_engines_say_where_they_send_the_words(desk):
    class Far(ScriptedEngine):
        host = "api.example.org"

    assert [(choice.name, choice.host) for choice in desk(far=Far()).engines] == [
        ("scripted", ""),
        ("far", "api.example.org"),
    ]


def test_what_a_session_cost_is_added_up_with_what_was_taken_back(desk):
    assistant = desk(
        DESCRIBED.model_copy(update={"usage": Usage(calls=1, tokens_in=900, seconds=1.5)}),
        DESCRIBED.model_copy(update={"usage": Usage(calls=1, tokens_in=100, seconds=0.5)}),
        DESCRIBED.model_copy(update={"usage": Usage(seconds=7)}),
    )
    session = assistant.start().info.id
    for words in ("One.", "Two.", "Three, read on this machine."):
        assistant.say(session, words)
    assert assistant.undo(session).usage == Usage(calls=2, tokens_in=1000, seconds=2.0)


def test_guidance_is_searched(desk, catalogue):
    guidance = FixedGuidance(*catalogue.passages[:2])
    assert len(desk(guidance=guidance).search("how many labels?", limit=1)) == 1
    assert guidance.questions == ["how many labels?"]


def test_the_draft_of_a_session_is_its_scope(desk):
    assistant = desk(DESCRIBED)
    session = described(assistant)
    draft = assistant.session_draft(session)
    assert draft.engine == "scripted"
    assert draft.scope["project"]["summary"].value == "We sort moth photos"
    assert assistant.session_draft(assistant.start().info.id).engine == "scripted"


# --- replay -------------------------------------------------------------------------------------------------

SAYINGS = {
    "photos": (TEXT, DESCRIBED),
    "labels": ("Actually all photos are labelled.", reading(
        Claim(field="data.labels", choices=("labelled",), quote="all photos are labelled"), intent=Intent.CORRECTION, corrects="data.labels")),
    "clash": ("All photos are labelled, none is.", reading(
        Claim(field="data.labels", choices=("labelled",), quote="All photos are labelled"),
        Claim(field="data.labels", choices=("unlabelled",), quote="none is"))),
    "cloud": ("It runs in the cloud and on phones.", reading(
        Claim(field="infrastructure.deployment", choices=("cloud", "mobile"), quote="in the cloud and on phones"))),
    "no idea": ("No idea.", Reading(engine="scripted", intent=Intent.DONT_KNOW)),
    "skip": ("Skip that.", Reading(engine="scripted", intent=Intent.SKIP)),
    "back": ("Go back.", Reading(engine="scripted", intent=Intent.GO_BACK)),
    "stop": ("That is enough.", Reading(engine="scripted", intent=Intent.STOP)),
    "not applicable": ("That does not apply.", Reading(engine="scripted", intent=Intent.NOT_APPLICABLE)),
    "why": ("Why do you ask?", Reading(engine="scripted", intent=Intent.QUESTION, side_question="Why do you ask?")),
}  # fmt: skip
STEPS = st.lists(st.sampled_from([*SAYINGS, "edit", "undo"]), min_size=1, max_size=6)


def perform(assistant: Assistant, session: str, name: str):
    """Do one thing; an undo with nothing to undo changes nothing."""
    if name == "edit":
        return assistant.edit(session, "data.labels", "Some are", choices=("partly_labelled",))
    if name == "undo":
        try:
            return assistant.undo(session)
        except InputError:
            return assistant.open(session)
    return assistant.say(session, SAYINGS[name][0])


def talking(desk: Desk) -> Assistant:
    assistant = desk()
    desk.engine._by_words = dict(SAYINGS.values())
    return assistant


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_replay_of_the_turns_is_the_state_built_step_by_step_and_stored(desk, steps):
    assistant = talking(desk)
    session = assistant.start().info.id
    for name in steps:
        shown = perform(assistant, session, name)
        stored = desk().open(session)
        assert stored.state == shown.state
        assert stored.assessment == shown.assessment
        built = State()
        for turn in active_turns(stored.turns):
            built = step(built, turn, desk.catalogue)
        assert replay(stored.turns, desk.catalogue) == built == stored.state
        for state in stored.state.scope.fields.values():
            for item in state.evidence:
                (said,) = [turn.text for turn in stored.turns if turn.source.id == item.source]
                assert said[item.start : item.end] == item.quote


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from([*SAYINGS, "edit"]))
def test_undo_restores_the_scope_from_before(desk, steps, last):
    assistant = talking(desk)
    session = assistant.start().info.id
    for name in steps:
        perform(assistant, session, name)
    before = assistant.open(session).state
    perform(assistant, session, last)
    after = assistant.undo(session).state
    assert after.scope == before.scope
    assert after.question == before.question
    assert after.asked == before.asked


def test_a_session_s_id_can_be_typed_as_an_argument(desk):
    """An id that begins with “-” would be read as an option: one in 64 of the URL-safe kind does."""
    assistant = desk()
    assert all(assistant.start().info.id.isalnum() for _ in range(64))
