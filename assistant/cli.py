"""The command `scope`: drafts, talks, the browser app, sessions, and set-up. Errors become one line and a status here."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import __version__
from assistant.errors import InputError, KnowledgeError, ScopeError

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.domain.draft import Draft
    from assistant.service import Assistant, SessionView
    from assistant.settings import Settings

app = typer.Typer(
    help="Scope a machine-learning project before its first line of code: what was said, what is missing, what can go wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
sessions_app = typer.Typer(help="List, show, export and delete talks.", no_args_is_help=True)
app.add_typer(sessions_app, name="sessions")


class Format(StrEnum):
    """How a draft is printed."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


Engine = Annotated[
    str | None,
    typer.Option("--engine", help="embedded, or openai:MODEL; overrides SCOPE_ENGINE."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]


@app.command()
def draft(
    file: Annotated[str, typer.Argument(help="A description (text, Markdown, PDF, DOCX, e-mail); - reads standard input.")],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = Format.TABLE,
    engine: Engine = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say per value why it was read so.")] = False,  # noqa: FBT002 - a command-line switch
    quiet: Quiet = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Read a project description into a draft scope with evidence, warnings and next questions."""
    text = _read(file)
    assistant = _assistant(engine, quiet=quiet)
    result = assistant.draft(text, listen=_stages(quiet=quiet))
    if result.notice:
        _say(result.notice, quiet=False)
    _print(result, assistant, form, explain=explain)


@app.command()
def chat(
    session: Annotated[str | None, typer.Argument(help="A session to go on with; a new one by default.")] = None,
    engine: Engine = None,
    quiet: Quiet = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Talk a project through in the terminal."""
    from assistant.terminal import talk

    assistant = _assistant(engine, quiet=quiet)
    talk(assistant, session, _console())


@app.command()
def ui(
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1; overrides SCOPE_PORT.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,  # noqa: FBT002 - a command-line switch
) -> None:
    """Start the browser app."""
    from ui.launch import serve

    settings = _settings(None)
    chosen = settings.model_copy(update={"port": port}) if port else settings
    serve(chosen, open_browser=browser)


@app.command()
def index(
    quiet: Quiet = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Check the knowledge, fit the embedded reader and build the guidance's index, so that later starts are fast."""
    from assistant.bootstrap import prepare

    for line in prepare(_settings(None), lambda message: _say(message, quiet=quiet)):
        _say(line, quiet=quiet)


@app.command()
def doctor(engine: Engine = None) -> None:
    """Try the language model that the settings name, and say in plain words what is wrong."""
    from assistant.bootstrap import diagnose_engine

    checks = diagnose_engine(_settings(engine))
    console = _console()
    for check in checks:
        mark = "[green]ok[/]" if check.ok else "[red]no[/]"
        console.print(f"{mark}  {check.name} ({check.seconds:.1f} s): {check.detail}", highlight=False)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@sessions_app.command("list")
def sessions_list() -> None:
    """List the sessions, the latest used first."""
    from rich.table import Table

    table = Table("Session", "Title", "Turns", "Last used")
    for info in _assistant(None, quiet=True).sessions():
        table.add_row(info.id, info.title, str(info.turns), f"{info.updated:%Y-%m-%d %H:%M}")
    _console().print(table)


@sessions_app.command("show")
def sessions_show(
    session: Annotated[str, typer.Argument(help="The session's id.")],
) -> None:
    """Print a talk and the scope that it amounts to."""
    from assistant.exports.table import print_draft

    assistant = _assistant(None, quiet=True)
    console = _console()
    view = assistant.open(session)
    for turn in view.shown_turns:
        if turn.text:
            console.print(f"[bold]You:[/bold] {_plain(turn.text)}")
        if turn.reply:
            console.print(f"[bold]Scope:[/bold] {_plain(turn.reply)}")
        if turn.question:
            console.print(f"[bold]  →[/bold] {_plain(turn.question.text)}")
    print_draft(assistant.session_draft(session), assistant.catalogue, console)


@sessions_app.command("export")
def sessions_export(
    session: Annotated[str, typer.Argument(help="The session's id.")],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = Format.MARKDOWN,
) -> None:
    """Print the scope of a session."""
    assistant = _assistant(None, quiet=True)
    _print(assistant.session_draft(session), assistant, form)


@sessions_app.command("delete")
def sessions_delete(
    session: Annotated[str, typer.Argument(help="The session's id.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Delete a session and all its turns for good."""
    assistant = _assistant(None, quiet=True)
    view: SessionView = assistant.open(session)
    if not yes:
        typer.confirm(f"Delete “{view.info.title}” for good?", abort=True)
    assistant.delete(session)


def main() -> None:
    """Run the command; errors of ours become one line on standard error and an exit status."""
    try:
        app()
    except (InputError, KnowledgeError) as error:
        _fail(error, 2)
    except ScopeError as error:
        _fail(error, 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _fail(error: ScopeError, status: int) -> None:
    typer.echo(f"scope: {error}", err=True)
    sys.exit(status)


def _settings(engine: str | None) -> "Settings":
    from assistant.settings import read_settings

    settings = read_settings()
    return settings.model_copy(update={"engine": engine}) if engine else settings


def _assistant(engine: str | None, *, quiet: bool) -> "Assistant":
    from assistant.bootstrap import build_assistant

    return build_assistant(_settings(engine), progress=lambda message: _say(message, quiet=quiet))


def _read(file: str) -> str:
    from assistant.documents import read_document, read_file

    if file == "-":
        return read_document(sys.stdin.buffer.read(), "standard input")
    return read_file(Path(file))


def _print(result: "Draft", assistant: "Assistant", form: Format, *, explain: bool = False) -> None:
    if form is Format.JSON:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    elif form is Format.MARKDOWN:
        from assistant.exports.markdown import to_markdown

        typer.echo(to_markdown(result, assistant.catalogue), nl=False)
    else:
        from assistant.exports.table import print_draft

        print_draft(result, assistant.catalogue, _console(), explain=explain)


def _console() -> "Console":
    from rich.console import Console

    return Console()


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _say(message: str, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(message, err=True)


def _stages(*, quiet: bool):  # noqa: ANN202 - a listener, whose type would import the service
    from assistant.ports import Stage

    def listen(event: object) -> None:
        if isinstance(event, Stage) and not quiet and sys.stderr.isatty():
            typer.echo(f"{event.name} …", err=True)

    return listen


if __name__ == "__main__":
    main()
