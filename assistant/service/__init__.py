"""The only door to the product: talks, drafts and sessions, for the command line, the browser and the evals.

The service keeps no conversation in memory, so any process can take the next turn of any session.
"""

from assistant.service.assistant import Assistant
from assistant.service.engines import EngineChoice
from assistant.service.texts import MAX_TEXT_CHARS, OPENING, TITLE_CHARS, UNTITLED, checked_text
from assistant.service.view import SessionView

__all__ = [
    "MAX_TEXT_CHARS",
    "OPENING",
    "TITLE_CHARS",
    "UNTITLED",
    "Assistant",
    "EngineChoice",
    "SessionView",
    "checked_text",
]
