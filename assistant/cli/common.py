"""What the commands share: settings, reading a file, and printing."""

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.domain.draft import Draft
    from assistant.service import Assistant
    from assistant.settings import Settings


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


def settings_for(engine: str | None) -> "Settings":
    """The settings, with the engine that the command names."""
    from assistant.settings import read_settings

    settings = read_settings()
    return settings.model_copy(update={"engine": engine}) if engine else settings


def assistant_for(engine: str | None, *, quiet: bool) -> "Assistant":
    """The assistant that the settings call for."""
    from assistant.bootstrap import build_assistant

    return build_assistant(settings_for(engine), progress=lambda message: say(message, quiet=quiet))


def read(file: str) -> str:
    """Read a document, `-` from standard input.

    Plain text is kept letter by letter, so that the places cited hold in the file itself.

    Raises:
        InputError: it cannot be read.
    """
    from assistant.documents import read_document, read_file
    from assistant.documents.kinds import Kind, kind_of
    from assistant.documents.text import decode

    name = "standard input" if file == "-" else Path(file).name
    if file == "-":
        data = sys.stdin.buffer.read()
        tidied = read_document(data, name)
    else:
        tidied = read_file(Path(file))
        data = Path(file).read_bytes()
    return decode(data, name) if kind_of(data, name) is Kind.TEXT else tidied


def print_result(result: "Draft", assistant: "Assistant", form: Format, *, explain: bool = False) -> None:
    """Print a draft on standard output."""
    if form is Format.JSON:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    elif form is Format.MARKDOWN:
        from assistant.exports.markdown import to_markdown

        typer.echo(to_markdown(result, assistant.catalogue), nl=False)
    else:
        from assistant.exports.table import print_draft

        print_draft(result, assistant.catalogue, console(), explain=explain)


def console() -> "Console":
    """The terminal, or the pipe behind it."""
    from rich.console import Console

    # What people wrote stays as it is: ":warning:" is no picture.
    return Console(emoji=False)


def plain(text: str) -> str:
    """Text that the terminal shows as it is."""
    from rich.markup import escape

    return escape(text)


def say(message: str, *, quiet: bool) -> None:
    """Say something on standard error."""
    if not quiet:
        typer.echo(message, err=True)


def stages(*, quiet: bool) -> Callable[[object], None]:
    """Make a listener that names each step of a turn, for a person who waits."""
    from assistant.ports import Stage

    def listen(event: object) -> None:
        if isinstance(event, Stage) and not quiet and sys.stderr.isatty():
            typer.echo(f"{event.name} …", err=True)

    return listen
