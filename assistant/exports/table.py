"""A draft scope as a table for the terminal."""

from typing import TYPE_CHECKING

from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import Draft, DraftField
from assistant.domain.reading import Status
from assistant.domain.rules import shortened
from assistant.exports.markdown import STATUS_WORDS, VERDICTS

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    Status.STATED: "green",
    Status.UNKNOWN: "yellow",
    Status.NOT_APPLICABLE: "dim",
    Status.MISSING: "red",
}
SEVERITY_STYLES = {"blocker": "bold red", "high": "red", "medium": "yellow", "low": "dim"}
QUESTIONS_SHOWN = 7
VALUE_CHARS = 150


def print_draft(draft: Draft, catalogue: Catalogue, console: "Console", *, explain: bool = False) -> None:
    """Print a draft for a person.

    Args:
        draft: the draft.
        catalogue: titles of the sections.
        console: where to print.
        explain: say per value why it was read so.
    """
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_lines=False, expand=True, title="Scope")
    table.add_column("Field", ratio=2, no_wrap=False)
    table.add_column("Status", ratio=1)
    table.add_column("Value, in your words", ratio=5)
    for section in catalogue.sections:
        table.add_row(f"[bold]{escape(section.title)}[/bold]", "", "")
        for field in draft.scope[section.id].values():
            table.add_row(
                f"  {escape(field.title)}{'' if field.core else ' [dim](optional)[/dim]'}",
                _status(field),
                escape(_value(field, explain=explain)),
            )
    console.print(table)
    _print_flags(draft, console)
    _print_questions(draft, console)
    needed, ready = VERDICTS[draft.verdict.ml_needed], "yes" if draft.verdict.ready else "no"
    console.print(f"\n[bold]Machine learning needed:[/bold] {needed}. {escape(draft.verdict.why)}")
    console.print(f"[bold]Ready to start:[/bold] {ready}")


def _status(field: DraftField) -> str:
    if field.status is Status.MISSING and not field.applies:
        return "[dim]does not apply[/dim]"
    clash = " [bold red]contradiction[/bold red]" if field.conflict else ""
    return f"[{STYLES[field.status]}]{STATUS_WORDS[field.status]}[/]{clash}"


def _value(field: DraftField, *, explain: bool) -> str:
    if field.status is Status.MISSING:
        return ""
    chosen = f"[{', '.join(field.choices)}] " if field.choices else ""
    lines = [chosen + (shortened(field.value or "", VALUE_CHARS))]
    if explain:
        lines += [f"“{shortened(item.quote, VALUE_CHARS)}” at {item.start}–{item.end}" for item in field.evidence]
        lines.append(f"because: {field.basis} (confidence {field.confidence:.2f})")
    return "\n".join(lines)


def _print_flags(draft: Draft, console: "Console") -> None:
    from rich.markup import escape

    console.print(f"\n[bold]Warnings ({len(draft.flags)})[/bold]")
    for flag in draft.flags:
        style = SEVERITY_STYLES[flag.severity]
        console.print(f"  [{style}]{flag.severity}[/] [bold]{escape(flag.title)}[/bold]: {escape(flag.why)}")


def _print_questions(draft: Draft, console: "Console") -> None:
    from rich.markup import escape

    if not draft.questions:
        return
    console.print("\n[bold]Ask next[/bold]")
    for number, question in enumerate(draft.questions[:QUESTIONS_SHOWN], 1):
        console.print(f"  {number}. {escape(question.text)}")
    more = len(draft.questions) - QUESTIONS_SHOWN
    if more > 0:
        console.print(f"  … and {more} more (--format json lists all)")
