"""The scope of a session as files to take away."""

import json
from collections.abc import Callable

from assistant.exports.markdown import to_markdown
from assistant.service import Assistant


def as_json(assistant: Assistant, session: str) -> str:
    """The draft as other programs read it."""
    return json.dumps(assistant.session_draft(session).as_json(), ensure_ascii=False, indent=2)


def as_markdown(assistant: Assistant, session: str) -> str:
    """The draft as a person reads it."""
    return to_markdown(assistant.session_draft(session), assistant.catalogue)


FILES: tuple[tuple[str, str, str, Callable[[Assistant, str], str]], ...] = (
    ("Download as Markdown", ".md", "text/markdown", as_markdown),
    ("Download as JSON", ".json", "application/json", as_json),
)
"""Label, suffix, media type and writer of each."""
