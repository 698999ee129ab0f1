"""The command `scope`: drafts, talks, the browser app, sessions, and set-up. Errors become one line and a status here."""

import io
import sys
from typing import Annotated

import typer

from assistant import __version__
from assistant.cli.common import (
    Engine,
    Format,
    Quiet,
    assistant_for,
    console,
    plain,
    print_result,
    read,
    say,
    settings_for,
    stages,
)
from assistant.cli.sessions import sessions_app
from assistant.errors import InputError, KnowledgeError, ScopeError
from evals.command import eval_app

app = typer.Typer(
    help="Scope a machine-learning project before its first line of code: what was said, what is missing, what can go wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(sessions_app, name="sessions")
app.add_typer(eval_app, name="eval")


UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What Typer raises for options that it cannot use; only its subclasses have public names."""


@app.command()
def draft(
    file: Annotated[
        str, typer.Argument(help="A description (text, Markdown, PDF, DOCX, e-mail); - reads standard input.")
    ],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = Format.TABLE,
    engine: Engine = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say per value why it was read so.")] = False,  # noqa: FBT002 - a command-line switch
    quiet: Quiet = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Read a project description into a draft scope with evidence, warnings and next questions."""
    text = read(file)
    assistant = assistant_for(engine, quiet=quiet)
    result = assistant.draft(text, listen=stages(quiet=quiet))
    if result.notice:
        say(result.notice, quiet=False)
    print_result(result, assistant, form, explain=explain)


@app.command()
def chat(
    session: Annotated[str | None, typer.Argument(help="A session to go on with; a new one by default.")] = None,
    engine: Engine = None,
    quiet: Quiet = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Talk a project through in the terminal."""
    from assistant.terminal import talk

    assistant = assistant_for(engine, quiet=quiet)
    talk(assistant, session, console(), engine=engine)


@app.command()
def ui(
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1; overrides SCOPE_PORT.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,  # noqa: FBT002 - a command-line switch
) -> None:
    """Start the browser app."""
    from ui.launch import serve

    settings = settings_for(None)
    chosen = settings.model_copy(update={"port": port}) if port else settings
    serve(chosen, open_browser=browser)


@app.command()
def index(
    quiet: Quiet = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Check the knowledge, fit the embedded reader and build the guidance's index, so that later starts are fast."""
    from assistant.bootstrap import prepare

    for line in prepare(settings_for(None), lambda message: say(message, quiet=quiet)):
        say(line, quiet=quiet)


@app.command()
def doctor(engine: Engine = None) -> None:
    """Try the language model that the settings name, and say in plain words what is wrong."""
    from assistant.bootstrap import diagnose_engine

    checks = diagnose_engine(settings_for(engine))
    screen = console()
    for check in checks:
        mark = "[green]ok[/]" if check.ok else "[red]no[/]"
        screen.print(f"{mark}  {plain(check.name)} ({check.seconds:.1f} s): {plain(check.detail)}", highlight=False)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command; errors of ours become one line on standard error and an exit status."""
    _speak_utf8()
    try:
        sys.exit(app(standalone_mode=False, prog_name="scope"))
    except UsageError as error:
        _fail_usage(error)
    except typer.Abort:
        _fail(InputError("Nothing was done."), 1)
    except (InputError, KnowledgeError) as error:
        _fail(error, 2)
    except ScopeError as error:
        _fail(error, 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _speak_utf8() -> None:
    """What people write has more letters than some terminals' encodings; JSON is UTF-8 anyway."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _fail_usage(error: Exception) -> None:
    """Say in one line what is wrong with the options; where only help was wanted, it is on the screen already."""
    said = getattr(error, "format_message", lambda: str(error))()
    if said.strip():
        path = getattr(getattr(error, "ctx", None), "command_path", "scope")
        what = " ".join(said.replace("Value error, ", "").split()).rstrip(".")
        typer.echo(f"scope: {what}. See: {path} --help", err=True)
    sys.exit(2)


def _fail(error: ScopeError, status: int) -> None:
    typer.echo(f"scope: {error}", err=True)
    sys.exit(status)
