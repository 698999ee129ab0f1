"""A small set of labelled texts and a stand-in for the sentence embedder, so that fitting takes no time."""

import zlib

import numpy as np
import pytest

from assistant.engines.embedded.features import DIMENSIONS, LAYERS
from assistant.engines.embedded.fitting import fit
from assistant.engines.embedded.training import examples, read_documents

PLACES = [
    "clinic",
    "harbour",
    "dairy",
    "school",
    "garage",
    "museum",
    "bakery",
    "airport",
    "forest",
    "library",
    "farm",
    "bank",
]


def text_of(place: str, number: int) -> str:
    automatic = number % 2 == 0
    role = (
        f"Nobody looks at it, the {place} acts on the score alone. <<impact.decision_role=automates; @acts_automatically>>"
        if automatic
        else f"A clerk of the {place} decides on every case herself. <<impact.decision_role=augments; @human_decides>>"
    )
    owner = "The budget is TBD. <<need.economics?>>" if automatic else "It costs 40,000 euros. <<need.economics>>"
    return f"""---
id: {place}
domain: mixed
form: memo
---
The {place} guide <<project.title>>

The model shall forecast how many visits the {place} gets next week. <<project.summary; @task_forecast>>
We have {number + 2},000 rows of visits in our own system. <<data.volume; data.source=internal>>
{role}
{owner}
Their vendor claims to forecast visits without any error. <<~other>>
The coffee machine is broken again.
If the model fails, the old sheet is used instead. <<fallback.policy; @fallback_stated>>
"""


def embed(texts):
    """Vectors that depend on the words: texts that share words lie close."""
    out = np.zeros((len(texts), LAYERS, DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            seed = np.random.default_rng(zlib.crc32(word.encode()))
            out[row] += seed.standard_normal((LAYERS, DIMENSIONS)).astype(np.float32)
    return out / np.maximum(np.linalg.norm(out, axis=2, keepdims=True), 1e-6)


@pytest.fixture(scope="session")
def known(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    body = "".join(text_of(place, number) for number, place in enumerate(PLACES))
    (folder / "a.txt").write_text(body, encoding="utf-8")
    return examples(read_documents(folder))


@pytest.fixture(scope="session")
def heads(known):
    return fit(known, embed)


@pytest.fixture(scope="session")
def embedder():
    return embed
