"""The commands `scope sessions …`."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import Format, assistant_for, console, plain, print_result

if TYPE_CHECKING:
    from assistant.service import SessionView

sessions_app = typer.Typer(help="List, show, export and delete talks.", no_args_is_help=True)


@sessions_app.command("list")
def sessions_list() -> None:
    """List the sessions, the latest used first."""
    from rich.table import Table

    table = Table("Session", "Title", "Turns", "Last used")
    for info in assistant_for(None, quiet=True).sessions():
        table.add_row(info.id, plain(info.title), str(info.turns), f"{info.updated:%Y-%m-%d %H:%M}")
    console().print(table)


@sessions_app.command("show")
def sessions_show(
    session: Annotated[str, typer.Argument(help="The session's id.")],
) -> None:
    """Print a talk and the scope that it amounts to."""
    from assistant.exports.table import print_draft

    assistant = assistant_for(None, quiet=True)
    screen = console()
    view = assistant.open(session)
    for turn in view.shown_turns:
        if turn.text:
            screen.print(f"[bold]You:[/bold] {plain(turn.text)}")
        if turn.reply:
            screen.print(f"[bold]Scope:[/bold] {plain(turn.reply)}")
        if turn.question:
            screen.print(f"[bold]  →[/bold] {plain(turn.question.text)}")
    print_draft(assistant.session_draft(session), assistant.catalogue, screen)


@sessions_app.command("export")
def sessions_export(
    session: Annotated[str, typer.Argument(help="The session's id.")],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = Format.MARKDOWN,
) -> None:
    """Print the scope of a session."""
    assistant = assistant_for(None, quiet=True)
    print_result(assistant.session_draft(session), assistant, form)


@sessions_app.command("delete")
def sessions_delete(
    session: Annotated[str, typer.Argument(help="The session's id.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,  # noqa: FBT002 - a command-line switch
) -> None:
    """Delete a session and all its turns for good."""
    assistant = assistant_for(None, quiet=True)
    view: SessionView = assistant.open(session)
    if not yes:
        typer.confirm(f"Delete “{view.info.title}” for good?", abort=True)
    assistant.delete(session)
