"""The opening words of a talk, and what is taken as a text or as a title."""

from assistant.errors import InputError

MAX_TEXT_CHARS = 2_000_000
UNTITLED = "New project"
TITLE_CHARS = 80
OPENING = (
    "Tell me about the project in your own words: what should it do, for whom, and why now? "
    "Two sentences are enough to start, and a whole description is welcome too. "
    "I'll note what you say with your own words beside it, ask about what's missing, and warn you of risks."
)


def checked_text(text: str) -> str:
    """Return the text if it can be read.

    Raises:
        InputError: it holds no letters or digits, or is longer than two million characters.
    """
    if not any(char.isalnum() for char in text):
        raise InputError("There is nothing to read: write or paste a few words about the project.")
    if len(text) > MAX_TEXT_CHARS:
        raise InputError(
            f"The text is too long ({len(text):,} characters; {MAX_TEXT_CHARS:,} at the most). "
            "Paste the part that describes the project."
        )
    return text


def shortened_title(title: str) -> str:
    """A title as long as there is room for."""
    return title.strip()[:TITLE_CHARS]
