"""Simulated talks: how many questions people are asked, none twice, and how well their answers are recorded.

`python -m evals.talks` prints a line per project and the totals.

- *repeated*: a question about a field that the person has answered or refused in this talk already.
- *told*: a question about a field that the description had answered; the reader missed it there.
- *invented*: a value whose words the person never wrote.
- *recorded*: answers that stand in the right field with the right status, words and choices at the end.
- *questions*: how many were put until every core field was closed, or declared open.
- *left*: fields that the chosen depth should have closed or declared open, and did not.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.domain.conditions import Facts
from assistant.domain.questions import Depth, Question, Round, applies
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState
from assistant.domain.session import TurnKind
from assistant.service import Assistant, SessionView
from assistant.settings import read_settings
from evals.people import Person, Project, Truth, load_projects

MOST_QUESTIONS = 45


@dataclass
class Talk:
    """What happened in one simulated talk."""

    project: Project
    questions: int = 0
    until_closed: int | None = None
    put: set[str] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)


def play(assistant: Assistant, project: Project, depth: Depth = Depth.STANDARD) -> Talk:
    """Let a person talk with the assistant until it asks no more."""
    talk, person = Talk(project), Person(project)
    view = assistant.start(depth=depth)
    view = _say(assistant, view, project.description, talk)
    while view.question is not None and talk.questions < MOST_QUESTIONS:
        _count(view.question, person, talk)
        for words in person.messages(view.question):
            view = _say(assistant, view, words, talk)
        view = _corrected(assistant, view, person, talk)
        if talk.until_closed is None and not _undeclared(assistant, view):
            talk.until_closed = talk.questions
    talk.left = _undeclared(assistant, view, core=depth is not Depth.THOROUGH)
    _judge(view, person, talk)
    assistant.delete(view.info.id)
    return talk


def _say(assistant: Assistant, view: SessionView, words: str, talk: Talk) -> SessionView:
    said = assistant.say(view.info.id, words)
    question = said.question
    talk.log.append(f"> {words}\n  {question.key if question else '-'} {question.text if question else ''}")
    return said


def _count(question: Question, person: Person, talk: Talk) -> None:
    talk.questions += 1
    talk.put.add(question.key)
    if question.round in (Round.MORE, Round.REASON, Round.SETTLE):
        return
    if question.conflict:
        if not (person.project.contradicts and person.project.contradicts[0] == question.field):
            talk.repeated.append(question.key)
        return
    talk.repeated += [name for name in question.fields if name in person.given or name in person.refusals]
    talk.told += [name for name in question.fields if name in person.project.told]


def _corrected(assistant: Assistant, view: SessionView, person: Person, talk: Talk) -> SessionView:
    """A contradiction that was swallowed is corrected in words, once."""
    clash = person.project.contradicts
    if clash is None or clash[0] in person.given or clash[0] not in person.project.truth:
        return view
    state = view.state.scope.field(clash[0])
    if state.choices == clash[1].choices and not state.conflict:
        return _say(assistant, view, person.correction(clash[0]), talk)
    return view


def _undeclared(assistant: Assistant, view: SessionView, *, core: bool = True) -> list[str]:
    """Fields that are neither closed nor declared open: not even asked yet."""
    facts = Facts(scope=view.state.scope)
    return [
        spec.id
        for spec in assistant.catalogue.fields
        if (spec.core or not core)
        and applies(spec, facts)
        and view.state.scope.field(spec.id).status is Status.MISSING
        and spec.id not in view.state.had_chance
    ]


def _judge(view: SessionView, person: Person, talk: Talk) -> None:
    said = [turn.text for turn in view.turns]
    for name, state in view.state.scope.fields.items():
        if any(not any(item.quote in text for text in said) for item in state.evidence):
            talk.invented.append(name)
    messages = {turn.source.id: turn.text for turn in view.turns if turn.kind is not TurnKind.OPENING}
    for name, truth in person.given.items():
        reason = _fault(view.state.scope.field(name), truth, messages)
        if reason:
            talk.wrong[name] = reason
        else:
            talk.right.append(name)


def _fault(state: FieldState, truth: Truth, messages: dict[str, str]) -> str:
    """Why an answer is not recorded as it was given; empty where it is."""
    if state.status is not truth.status:
        return f"{state.status}, not {truth.status}"
    if truth.choices and set(state.choices) != set(truth.choices):
        return f"choices {', '.join(state.choices) or 'none'}, not {', '.join(truth.choices)}"
    for item in state.evidence:
        at = messages.get(item.source, "").lower().find(truth.says.lower())
        if at >= 0 and item.start < at + len(truth.says) and at < item.end:
            return ""
    return f"rests on other words: {state.value}"


def report(talks: Sequence[Talk]) -> str:
    """A table of all talks, and the totals."""
    head = f"{'project':22}{'temper':13}{'asked':>6}{'closed':>7}{'twice':>6}{'told':>5}{'inv.':>5}{'right':>9}"
    right, wrong = sum(len(talk.right) for talk in talks), sum(len(talk.wrong) for talk in talks)
    closed = [talk.until_closed for talk in talks if talk.until_closed is not None]
    return "\n".join(
        [
            head,
            *(_line(talk) for talk in talks),
            "",
            f"repeated questions      {sum(len(talk.repeated) for talk in talks)}",
            f"asked though described  {sum(len(talk.told) for talk in talks)}",
            f"invented values         {sum(len(talk.invented) for talk in talks)}",
            f"answers recorded right  {right} of {right + wrong} ({right / max(right + wrong, 1):.1%})",
            f"questions until core fields are closed or declared open: median {statistics.median(closed or [0]):g}"
            f" ({len(closed)} of {len(talks)} talks), most {max(closed, default=0)}",
            f"questions asked in all: median {statistics.median(talk.questions for talk in talks):g}",
            f"core fields left and listed: median {statistics.median(len(talk.left) for talk in talks):g}",
        ]
    )


def _line(talk: Talk) -> str:
    closed = "-" if talk.until_closed is None else str(talk.until_closed)
    right = f"{len(talk.right)}/{len(talk.right) + len(talk.wrong)}"
    return (
        f"{talk.project.id:22}{talk.project.temper:13}{talk.questions:6}{closed:>7}{len(talk.repeated):6}"
        f"{len(talk.told):5}{len(talk.invented):5}{right:>9}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the talks and print the table."""
    parser = argparse.ArgumentParser(description="Simulated talks with the embedded engine.")
    parser.add_argument("--case", help="only this project")
    parser.add_argument("--depth", default="standard", choices=[depth.value for depth in Depth])
    parser.add_argument("--verbose", action="store_true", help="print the talks and what went wrong")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings().model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'talks.db'}"})
        assistant = build_assistant(settings, progress=lambda words: print(words, file=sys.stderr))
        return run(assistant, Depth(options.depth), case=options.case, verbose=options.verbose)


def run(assistant: Assistant, depth: Depth, *, case: str | None = None, verbose: bool = False) -> int:
    """Play the talks; exit status 0."""
    projects = [project for project in load_projects() if case in (None, project.id)]
    talks = [play(assistant, project, depth) for project in projects]
    if verbose:
        for talk in talks:
            print("\n".join(["", f"== {talk.project.id}", *talk.log]))
            print("wrong:", talk.wrong, "repeated:", talk.repeated, "told:", talk.told)
    print(report(talks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
