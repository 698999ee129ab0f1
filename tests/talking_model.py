"""A language model on loopback that reads one known description, so that commands run whole, without a network."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.fakes.openai_server import FakeOpenAI

TEXT = (
    "Sorting moths\r\n\r\n\r\nWe want to sort 12,707 photos of moths — “by species” — for the museum 😀. \r\n"
    "Nobody has labelled a photo yet, and we don’t know who would. The cafe\u0301 pays 60 k€.\r\n"
)
CLAIMS = (
    {"field": "project.title", "quote": "Sorting moths"},
    {
        "field": "project.summary",
        "quote": 'sort 12,707 photos of moths - "by species"',
        "value": "Sorts photos of moths by species",
    },
    {"field": "data.labels", "quote": "Nobody has labelled a photo yet", "choices": ["unlabelled"]},
    {"field": "data.labelling_plan", "quote": "we don't know who would", "status": "unknown"},
    {"field": "need.economics", "quote": "The café pays 60 k€"},
    {"field": "timeline.deadline", "quote": "by next Easter"},
)
SIGNALS = (
    {"id": "labels_absent", "quote": "Nobody has labelled a photo"},
    {"id": "task_perception", "quote": "photos of moths"},
)


def _answer(body):
    if not (body.get("response_format") or body.get("tools")):
        return "Noted, thank you."
    sent = str(body["messages"][-1]["content"])
    if "moths" not in sent:
        return {"claims": [], "signals": [], "remarks": [], "intent": "dont_know"}
    return {
        "claims": list(CLAIMS),
        "signals": list(SIGNALS),
        "remarks": [{"text": "Moths fly at night.", "quote": "moths"}],
        "intent": "answer",
    }


@contextmanager
def talking_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Set the environment up for it."""
    with FakeOpenAI(_answer) as fake:
        monkeypatch.setenv("SCOPE_ENGINE", "openai:fake")
        monkeypatch.setenv("SCOPE_BASE_URL", fake.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-key")
        yield fake
