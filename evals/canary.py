"""Tries whether cassettes would notice a change: a check that can no longer fail is worth nothing."""

from assistant.domain.catalogue import Catalogue
from assistant.errors import InputError
from evals.cassette import StaleCassette, UnplayedCassette, replaying
from evals.dataset import Kind
from evals.perform import hosted_bench
from evals.recording import cassette_name, recordable, replay_engine

ONE_WORD_MORE = "\nBriefly."


def refuse_blind_cassettes(known: Catalogue) -> None:
    """Change a prompt by a word, and ask for nothing at all, and see that a cassette does not replay.

    Raises:
        InputError: it replays all the same, so that no result of the recorded engine means anything.
    """
    case = next((case for case in recordable(known) if case.kind is Kind.DESCRIPTION), None)
    if case is None:
        return
    name = cassette_name(case)
    _refuse_unplayed(name)
    engine = replay_engine(name, known)
    prompts = engine.prompts  # type: ignore[attr-defined] # the hosted engine's
    prompts["read"] = prompts["read"].model_copy(update={"body": prompts["read"].body + ONE_WORD_MORE})
    try:
        with hosted_bench(engine, known) as bench, replaying(name):
            bench.perform(case)
    except StaleCassette:
        return
    raise InputError(f"The cassette {name!r} replays although a prompt has changed: requests are not compared.")


def _refuse_unplayed(name: str) -> None:
    try:
        with replaying(name):
            pass
    except UnplayedCassette:
        return
    raise InputError(f"The cassette {name!r} passes although nobody asks for what it holds.")
