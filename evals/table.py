"""Prints a run on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.baseline import Change
from evals.report import shown
from evals.runner import Run, worst_first
from evals.scorers import LOWER_IS_BETTER

WORST_SHOWN = 5


def print_run(run: Run, changes: Sequence[Change] = (), broken: Sequence[str] = (), against: str = "") -> None:
    """Print the figures, the cases that deserve a look, and last, where a log is cut from above, what fails the run."""
    console = Console(highlight=False)
    before = {change.name: change for change in changes}
    table = Table(
        "Score",
        "Value",
        "95 %",
        "Cases",
        *([f"Against {against}"] if against else []),
        title=f"{run.engine}: {len(run.results)} cases",
    )
    for name, one in run.figures.items():
        arrow = " ↓" if name in LOWER_IS_BETTER else ""
        interval = f"{shown(name, one.low)} – {shown(name, one.high)}"
        row = [f"{name}{arrow}", shown(name, one.value), interval, str(one.cases)]
        table.add_row(*row, *([_change(before.get(name))] if against else []))
    console.print(table)
    for result in run.errors[:WORST_SHOWN]:
        console.print(f"[red]no outcome[/]  {escape(result.id)}: {escape(result.error)}")
    worst = ", ".join(result.id for result in worst_first(run.results)[:WORST_SHOWN])
    console.print(f"Worst cases: {escape(worst)}. Reasons: --html FILE, or --case ID --json FILE.")
    for change in changes:
        if change.now is None:
            console.print(f"[red]gone[/]  {escape(change.name)}")
        elif change.worse:
            console.print(f"[red]worse[/]  {escape(change.name)}: {shown(change.name, change.now)}, {_before(change)}")
    for line in broken:
        console.print(f"[red]floor[/]  {escape(line)}")


def _change(change: Change | None) -> str:
    if change is None:
        return "="
    if change.before is None:
        return "new"
    colour = "red" if change.worse else "green"
    return f"[{colour}]{'worse' if change.worse else 'changed'}[/] {_before(change)}"


def _before(change: Change) -> str:
    less = f", {change.less}" if change.less else ""
    return "" if change.before is None else f"from {shown(change.name, change.before)}{less}"
