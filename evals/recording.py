"""Records cassettes through the real client: `python -m evals.recording [NAME ...]`, or `make record`.

The model is the one that the settings name (`SCOPE_ENGINE=openai:MODEL`, `SCOPE_BASE_URL`, `OPENAI_API_KEY`). Without a
key, anybody can answer by hand: serve `tools/answer_server.py`-like files on loopback, and name the model
`answered-by-hand`; each request is then answered from that request alone.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant import resources
from assistant.domain.catalogue import Catalogue
from assistant.errors import InputError, ScopeError
from assistant.ports import Engine
from assistant.settings import OPENAI_PREFIX, Settings, read_settings
from evals.cassette import (
    CASSETTES,
    RERECORD,
    StaleCassette,
    UnplayedCassette,
    blemishes,
    header_of,
    recording,
    replaying,
)
from evals.dataset import CASES, Case, Kind, load_cases, recorded
from evals.keeping import old_answers
from evals.perform import catalogue, hosted_bench, hosted_engine, scripted_bench

BY_HAND = "answered-by-hand"
Header = dict[str, Any]
HOW = {
    True: "every request answered by hand, from that request alone, through an OpenAI-compatible server on loopback",
    False: "a hosted model's own answers",
}


def recordable(known: Catalogue, folder: Path = CASES) -> tuple[Case, ...]:
    """The cases that have a cassette: some descriptions, and the recorded talks."""
    drafts = set(recorded(folder).drafts)
    cases = load_cases(known, folder, (Kind.DESCRIPTION, Kind.TALK))
    return tuple(case for case in cases if case.kind is Kind.TALK or case.id in drafts)


def cassette_name(case: Case) -> str:
    """The name of a case's cassette."""
    return case.id if case.kind is Kind.TALK else f"draft-{case.id}"


def replay_engine(name: str, known: Catalogue, folder: Path = CASSETTES) -> Engine:
    """The hosted engine with the model that a cassette was recorded with; its address leads nowhere."""
    path = folder / f"{name}.yaml"
    model = str(header_of(path)["model"]) if path.is_file() else BY_HAND
    settings = Settings(
        base_url="http://llm.invalid/v1", model_timeout=60, api_key=None, engine=f"{OPENAI_PREFIX}{model}"
    )
    return hosted_engine(settings, model, known)


def play(case: Case, known: Catalogue, folder: Path = CASSETTES) -> dict[str, Any]:
    """Put a case to the recorded model.

    Raises:
        ScopeError: the cassette is stale, only partly played, or not there.
    """
    name = cassette_name(case)
    engine = replay_engine(name, known, folder)
    with hosted_bench(engine, known) as bench, replaying(name, folder):
        output = bench.perform(case)
    _refuse_other_prompts(name, engine, folder)
    return output


@contextmanager
def recorded_bench(known: Catalogue) -> Iterator[Callable[[Case], dict[str, Any]]]:
    """Puts cases to the recorded model, or to the script that stands in for one."""
    with scripted_bench(known) as scripted:
        yield lambda case: scripted(case.gold) if case.kind is Kind.SCRIPTED else play(case, known)


def _refuse_other_prompts(name: str, engine: Engine, folder: Path) -> None:
    """Prompts that no exchange of a cassette shows, such as the one for another form of answer, must not change either."""
    then, now = dict(header_of(folder / f"{name}.yaml").get("prompts") or {}), _prompts(engine)
    changed = sorted(prompt for prompt in {*then, *now} if then.get(prompt) != now.get(prompt))
    if changed:
        words = f"The cassette {name!r} was recorded with other prompts ({', '.join(changed)})."
        raise StaleCassette(f"{words} {RERECORD.format(name=name)}")


def orphans(known: Catalogue, folder: Path = CASSETTES) -> tuple[str, ...]:
    """Files among the cassettes that belong to no case."""
    wanted = {f"{cassette_name(case)}.yaml" for case in recordable(known)}
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in wanted))


def record(
    case: Case, engine: Engine, known: Catalogue, folder: Path = CASSETTES, header: Header | None = None
) -> None:
    """Record one case anew.

    Raises:
        ScopeError: the model could not be reached or gave nothing usable; the old cassette stays.
    """
    name = cassette_name(case)
    header = header or _header(engine, case)
    with hosted_bench(engine, known) as bench, recording(name, header, folder):
        bench.perform(case)
    found = blemishes(folder / f"{name}.yaml")
    if found:
        (folder / f"{name}.yaml").unlink()
        raise InputError("Not kept, since it holds what must not be published: " + "; ".join(found))


def keep_answers(case: Case, known: Catalogue, because: str, folder: Path = CASSETTES) -> None:
    """Write a cassette's requests anew and keep its answers, on somebody's word that they still stand.

    Raises:
        ScopeError: a message has no earlier answer; the old cassette stays.
    """
    path = folder / f"{cassette_name(case)}.yaml"
    before = header_of(path)
    with old_answers(path) as address:
        settings = Settings(base_url=address, model_timeout=60, api_key=None)
        engine = hosted_engine(settings, str(before["model"]), known)
        kept = {"answers_kept": [*before.get("answers_kept", ()), f"{datetime.now(UTC).date().isoformat()}: {because}"]}
        record(case, engine, known, folder, {**before, "prompts": _header(engine, case)["prompts"], **kept})


def _header(engine: Engine, case: Case) -> Header:
    model = engine.name.removeprefix(OPENAI_PREFIX)
    return {
        "case": case.id,
        "model": model,
        "how": HOW[model == BY_HAND],
        "on": datetime.now(UTC).date().isoformat(),
        "prompts": _prompts(engine),
    }


def _prompts(engine: Engine) -> dict[str, str]:
    return {name: _digest(name) for name in getattr(engine, "prompt_versions", ())}


def _digest(prompt: str) -> str:
    return hashlib.sha256((resources.folder("prompts") / f"{prompt}.md").read_bytes()).hexdigest()[:12]


@contextmanager
def _said(case: Case) -> Iterator[None]:
    print(f"{cassette_name(case)} …", file=sys.stderr, flush=True)
    try:
        yield
    except ScopeError as error:
        print(f"  not recorded: {error}", file=sys.stderr)
        raise


def stale(case: Case, known: Catalogue) -> str:
    """Why a cassette has to be recorded again; empty where it replays."""
    if not (CASSETTES / f"{cassette_name(case)}.yaml").is_file():
        return "not recorded yet"
    try:
        play(case, known)
    except (StaleCassette, UnplayedCassette) as error:
        return str(error)
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Record; 0 all were recorded, 1 some were not, 2 nothing could be done."""
    parser = argparse.ArgumentParser(prog="python -m evals.recording", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("names", nargs="*", help="cassettes or cases, by the beginning of their names; all by default")
    parser.add_argument("--check", action="store_true", help="only say which cassettes no longer replay")
    parser.add_argument("--stale", action="store_true", help="record only those that no longer replay")
    parser.add_argument(
        "--keep-answers",
        metavar="BECAUSE",
        help="keep the old answers of stale cassettes, and say why they still stand",
    )
    asked = parser.parse_args(arguments)
    known = catalogue()
    cases = [case for case in recordable(known) if _named(case, asked.names)]
    if asked.check or asked.stale or asked.keep_answers:
        reasons = {case.id: stale(case, known) for case in cases}
        cases = [case for case in cases if reasons[case.id]]
        print("\n".join(f"{name}: {reason}" for name, reason in reasons.items() if reason) or "All cassettes replay.")
        if asked.check:
            return 1 if cases else 0
    if asked.keep_answers:
        return _each(cases, lambda case: keep_answers(case, known, asked.keep_answers))
    return _record_all(cases, read_settings(), known)


def _named(case: Case, names: Sequence[str]) -> bool:
    return not names or any(case.id.startswith(name) or cassette_name(case).startswith(name) for name in names)


def _record_all(cases: Sequence[Case], settings: Settings, known: Catalogue) -> int:
    if not settings.engine.startswith(OPENAI_PREFIX):
        print("recording: set SCOPE_ENGINE=openai:MODEL (and SCOPE_BASE_URL, OPENAI_API_KEY).", file=sys.stderr)
        return 2
    model = settings.engine.removeprefix(OPENAI_PREFIX)
    return _each(cases, lambda case: record(case, hosted_engine(settings, model, known), known))


def _each(cases: Sequence[Case], do: Callable[[Case], None]) -> int:
    failed = 0
    for case in cases:
        try:
            with _said(case):
                do(case)
        except ScopeError:
            failed += 1
    return 1 if failed else 0


def guarded() -> int:
    """Run the command; errors of ours become one line and a status."""
    try:
        return main()
    except ScopeError as error:
        print(f"recording: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(guarded())
