"""A talk in the terminal, with the same service as the browser app."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.domain.questions import Question
from assistant.errors import EngineError, InputError, StaleSession
from assistant.ports import Began, Event, Token
from assistant.service import Assistant, SessionView

if TYPE_CHECKING:
    from rich.console import Console

HELP = "Empty line: leave · /undo: take the last message back · /scope: show the scope so far"


def talk(
    assistant: Assistant,
    session: str | None,
    console: "Console",
    ask: Callable[[str], str] = input,
    engine: str | None = None,
) -> None:
    """Talk until the person leaves.

    Args:
        assistant: the service.
        session: a session to go on with; None begins one.
        console: where to print.
        ask: reads a line from the person.
        engine: what reads; None takes the one chosen for the session.

    Raises:
        InputError: there is no such session or engine.
    """
    from rich.markup import escape

    view = assistant.open(session) if session else assistant.start(engine=engine)
    console.print(f"[dim]Session {view.info.id}. {HELP}[/dim]")
    if view.waiting:
        view = assistant.resume(view.info.id, engine=engine, listen=_printer(console, echo=True))
        console.print()
    else:
        console.print(escape(view.turns[-1].reply))
    while True:
        _show_question(view.question, console)
        line = _line(ask)
        if not line:
            console.print(f"[dim]Kept. Go on with: scope chat {view.info.id}[/dim]")
            return
        view = _step(assistant, view, line, console, engine)


def _step(assistant: Assistant, view: SessionView, line: str, console: "Console", engine: str | None) -> SessionView:
    from rich.markup import escape

    from assistant.exports.table import print_draft

    try:
        if line == "/undo":
            undone = assistant.undo(view.info.id)
            console.print("Taken back.")
            return undone
        if line == "/scope":
            print_draft(assistant.session_draft(view.info.id), assistant.catalogue, console)
            return view
        said = assistant.say(view.info.id, line, engine=engine, listen=_printer(console))
        console.print()
    except (InputError, EngineError, StaleSession) as error:
        console.print(f"[yellow]{escape(str(error))}[/yellow]")
        return assistant.open(view.info.id)
    for citation in said.turns[-1].citations:
        source = f"[{citation.number}] {citation.title} — {citation.source}, {citation.url}"
        if citation.checked:
            source += f", checked {citation.checked}"
        console.print(f"[dim]{escape(source)}[/dim]")
    return said


def _show_question(question: Question | None, console: "Console") -> None:
    from rich.markup import escape

    if question is None:
        return
    console.print(f"\n[bold]{escape(question.text)}[/bold]\n[dim]{escape(question.why)}[/dim]")
    for number, option in enumerate(question.options, 1):
        console.print(f"  {number}. {escape(option.label)}")


def _printer(console: "Console", *, echo: bool = False) -> Callable[[Event], None]:
    """Print words as they come; with `echo`, the messages that they answer, too."""

    def listen(event: Event) -> None:
        if isinstance(event, Began) and echo:
            console.print(f"\n> {event.message.text}", markup=False, highlight=False)
        if isinstance(event, Token):
            console.print(event.text, end="", markup=False, highlight=False)

    return listen


def _line(ask: Callable[[str], str]) -> str:
    try:
        return ask("> ").strip()
    except EOFError:
        return ""
