"""Runs `scope eval` as `python -m evals`; errors become one line and a status."""

import sys

import typer

from assistant.errors import ScopeError
from evals.command import eval_app


def main() -> None:
    """Run the command."""
    try:
        eval_app(prog_name="scope eval")
    except ScopeError as error:
        typer.echo(f"scope: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
