"""Everything that can go wrong on purpose.

    ScopeError                  base: its message is one sentence for the person, with what to do
    ├── InputError              what the person gave cannot be used (exit status 2)
    ├── KnowledgeError          knowledge/ or prompts/ hold mistakes; all of them are listed
    ├── EngineError             an engine could not do its part of a turn
    │   ├── EngineUnavailable   not reachable, refused, out of quota
    │   │   └── EngineTooSlow   the time for a call or for the whole turn is used up
    │   └── EngineReplyInvalid  it answered, but not with something usable
    └── StoreError              sessions cannot be read or written
        └── StaleSession        another tab or process has changed the session meanwhile

Anything else is a bug and shows its traceback. Only `cli.main` and `ui/app.py` catch `ScopeError`.
"""

from collections.abc import Sequence


class ScopeError(Exception):
    """Base of all errors that are meant for the person's eyes."""


class InputError(ScopeError):
    """What the person gave cannot be used; the message says how to mend it."""


class KnowledgeError(ScopeError):
    """Knowledge or prompt files hold mistakes; `mistakes` lists each with its place."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"{count} mistake{'s' if count != 1 else ''} in the knowledge files:\n{lines}")


class EngineError(ScopeError):
    """An engine could not do its part of a turn."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached, or refuses."""


class EngineTooSlow(EngineUnavailable):
    """The engine was still at it when the time for a call or for the whole turn was used up."""


class EngineReplyInvalid(EngineError):
    """The engine answered, but not with something usable."""


class StoreError(ScopeError):
    """Sessions cannot be read or written."""


class StaleSession(StoreError):
    """The session was changed by another tab or process since it was loaded."""
