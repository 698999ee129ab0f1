"""One turn through the graph: what is told on the way, what is looked up, and what a stop leaves behind."""

from datetime import UTC, datetime

import pytest

from assistant.agent import graph as turn_graph
from assistant.agent.nodes import PASTED_WORDS, SIDE_QUESTION_PASSAGES
from assistant.agent.state import Tape
from assistant.domain.questions import Depth
from assistant.domain.reading import Claim, Intent, Reading, Usage
from assistant.domain.session import State, Turn, TurnKind
from assistant.ports import Stage, Token
from tests.domain.made import catalogue, reading
from tests.fakes.engine import ScriptedEngine
from tests.fakes.guidance import FixedGuidance

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CATALOGUE = catalogue()
TEXT = "We sort moth photos."
SUMMARY = reading(Claim(field="project.summary", quote="We sort moth photos"))
ASKING = Reading(engine="scripted", intent=Intent.QUESTION, side_question="How many labels are enough?")


def state(text: str = TEXT, kind: TurnKind = TurnKind.MESSAGE, *, silent: bool = False, before: State | None = None):
    turn = Turn(seq=2, kind=kind, at=NOON, text=text)
    return {
        "turns": (), "tape": Tape(), "before": before or State(), "draft_turn": turn, "now": NOON, "depth": Depth.STANDARD, "silent": silent,
    }  # fmt: skip


def run(engine, given, guidance=None, listen=None):
    heard = []
    graph = turn_graph.build(engine, guidance or FixedGuidance(), CATALOGUE)
    return turn_graph.run(graph, given, listen or heard.append), heard


def test_the_stages_come_in_order_and_the_reply_in_pieces():
    done, heard = run(ScriptedEngine(SUMMARY), state())
    assert [event.name for event in heard if isinstance(event, Stage)] == ["reading", "checking", "replying"]
    pieces = [event.text for event in heard if isinstance(event, Token)]
    assert len(pieces) > 1
    assert done["reply"] == "".join(pieces)
    assert done["after"].scope.value("project.summary") == "We sort moth photos"
    assert done["before"].scope.fields == {}, "what was known before is left as it was"


def test_a_finished_turn_holds_what_was_read_said_and_asked():
    done, _ = run(ScriptedEngine(SUMMARY), state())
    turn = turn_graph.finished(done, CATALOGUE)
    assert [claim.field for claim in turn.grounded.claims] == ["project.summary"]
    assert (turn.reply, turn.question, turn.stopped) == (done["reply"], done["plan"].question, False)


def test_a_draft_words_no_reply():
    engine = ScriptedEngine(SUMMARY)
    done, heard = run(engine, state(kind=TurnKind.DESCRIPTION, silent=True))
    assert done["reply"] == ""
    assert engine.plans == []
    assert not [event for event in heard if isinstance(event, Token)]


@pytest.mark.parametrize(
    ("text", "kind", "document"),
    [
        (TEXT, TurnKind.MESSAGE, False),
        (TEXT, TurnKind.DESCRIPTION, True),
        ("word " * PASTED_WORDS, TurnKind.MESSAGE, True),
    ],
)
def test_descriptions_and_long_pastes_are_read_as_documents(text, kind, document):
    engine = ScriptedEngine()
    run(engine, state(text, kind))
    assert engine.requests[0].document is document


def test_guidance_is_looked_up_for_a_question_in_return_only():
    guidance = FixedGuidance(*CATALOGUE.passages)
    run(ScriptedEngine(SUMMARY), state(), guidance)
    assert guidance.questions == []
    done, heard = run(ScriptedEngine(ASKING), state("How many labels are enough?"), guidance)
    assert guidance.questions == ["How many labels are enough?"]
    assert "looking up" in [event.name for event in heard if isinstance(event, Stage)]
    assert done["plan"].passages == CATALOGUE.passages[:SIDE_QUESTION_PASSAGES]


class Speaking(ScriptedEngine):
    """Says fixed words, tells its progress and its cost."""

    tells_progress = True
    prompt_versions = ("read.v1",)

    def __init__(self, *pieces: str, read: Reading = SUMMARY) -> None:
        super().__init__()
        self.closed = False
        self.pieces, self.answer = pieces, read

    def read(self, request, progress=None):
        self.requests.append(request)
        progress("part 1 of 2")
        return self.answer

    def reply(self, plan):
        return self

    def __iter__(self):
        yield from self.pieces

    def close(self):
        self.closed = True

    usage = Usage(calls=1, tokens_out=7)


def test_only_passages_that_the_reply_refers_to_are_cited():
    other = CATALOGUE.passages[0].model_copy(update={"id": "other"})
    guidance = FixedGuidance(other, *CATALOGUE.passages)
    done, _ = run(Speaking("A few hundred [2].", read=ASKING), state("How many?"), guidance)
    (citation,) = turn_graph.finished(done, CATALOGUE).citations
    assert (citation.number, citation.passage, citation.url) == (2, "labels-how-many", "https://guide.example")


def test_an_engine_s_progress_cost_and_prompts_are_kept():
    engine = Speaking(
        "Noted.", read=SUMMARY.model_copy(update={"engine": "scripted", "usage": Usage(calls=1, tokens_in=5)})
    )
    done, heard = run(engine, state())
    assert "part 1 of 2" in [event.name for event in heard if isinstance(event, Stage)]
    turn = turn_graph.finished(done, CATALOGUE)
    assert (turn.usage.calls, turn.usage.tokens_in, turn.usage.tokens_out) == (2, 5, 7)
    assert turn.prompt_versions == ("read.v1",)


def test_prompts_are_not_named_where_another_engine_has_read():
    engine = Speaking("Noted.", read=SUMMARY.model_copy(update={"engine": "embedded"}))
    done, _ = run(engine, state())
    assert turn_graph.finished(done, CATALOGUE).prompt_versions == ()


class Stop(BaseException):
    """A page that is left in the middle of a reply."""


def stop_at(piece: str):
    def listen(event):
        if isinstance(event, Token) and event.text.strip() == piece:
            raise Stop

    return listen


def test_a_stop_keeps_what_was_said_by_then():
    engine = Speaking("one ", "two ", "three ", "four")
    with pytest.raises(turn_graph.TurnStopped) as stopped:
        run(engine, state(), listen=stop_at("two"))
    partial = turn_graph.finished(stopped.value.state, CATALOGUE, stopped=True)
    assert partial.stopped
    assert partial.reply.startswith("one two")
    assert [claim.field for claim in partial.grounded.claims] == ["project.summary"]
    assert partial.question is not None, "the next question is not lost"
    assert isinstance(stopped.value.__cause__, Stop)


def test_a_stop_while_reading_leaves_nothing_to_store():
    def listen(event):
        raise Stop

    with pytest.raises(turn_graph.TurnStopped) as stopped:
        run(ScriptedEngine(SUMMARY), state(), listen=listen)
    assert "plan" not in stopped.value.state
