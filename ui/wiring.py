"""The one assistant of a server process, built once and warmed up before the first person comes."""

import threading
from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from assistant.bootstrap import build_assistant
from assistant.errors import InputError
from assistant.service import Assistant
from assistant.settings import Settings, read_settings

WARM_UP = "We want to forecast the demand of our shops from two years of sales."

_lock = threading.Lock()
_given: list[Settings] = []
_built: list[Assistant] = []


def configure(settings: Settings) -> None:
    """Use these settings; without a call they are read from the environment."""
    _given[:] = [settings]


def build(progress: Callable[[str], None] = lambda _message: None) -> Assistant:
    """Build the assistant and let it read once, so that all is loaded; once per process.

    Args:
        progress: is told what takes long.

    Raises:
        ScopeError: it cannot be built with these settings.
    """
    with _lock:
        if not _built:
            settings = _given[0] if _given else read_settings()
            assistant = build_assistant(settings, progress=progress)
            assistant.draft(WARM_UP, engine=assistant.engine_names[-1])
            with suppress(InputError):  # a Chroma server that is down is said when somebody asks
                assistant.search(WARM_UP, limit=1)
            _built.append(assistant)
        return _built[0]


@st.cache_resource(show_spinner="Loading the reader …")
def assistant() -> Assistant:
    """The assistant, for pages."""
    return build()
