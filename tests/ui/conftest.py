"""A scripted assistant for views: real knowledge and store, scripted engine, fixed guidance."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.bootstrap import load_catalogue
from assistant.domain.catalogue import Catalogue
from assistant.domain.reading import Claim, Reading, Remark, Signal
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.store.sql import SqlStore
from tests.fakes.engine import ScriptedEngine
from tests.fakes.guidance import FixedGuidance
from tests.ui.pages import CURRENT

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TEXT = "We want to predict churn. Nobody has labelled the customers <b>yet</b>. We hold health records."
READING = Reading(
    engine="scripted",
    claims=(
        Claim(field="project.summary", value="Predict churn", quote="We want to predict churn"),
        Claim(
            field="data.labels",
            value="no labels",
            choices=("unlabelled",),
            quote="Nobody has labelled the customers <b>yet</b>",
        ),
        Claim(field="data.availability", choices=("yes",), quote="We hold health records"),
    ),
    signals=(Signal(id="labels_absent", quote="Nobody has labelled the customers"),),
    remarks=(Remark(text="The text holds markup.", quote="<b>yet</b>"),),
)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(Settings())


@pytest.fixture
def make(catalogue: Catalogue, tmp_path: Path) -> Callable[..., Assistant]:
    """Build assistants over one database."""

    def build(engine: ScriptedEngine | None = None, engines: dict[str, ScriptedEngine] | None = None) -> Assistant:
        scripted = engine or ScriptedEngine(by_words={"predict churn": READING})
        return Assistant(
            catalogue,
            engines or {"scripted": scripted},
            FixedGuidance(),
            lambda: SqlStore(f"sqlite:///{tmp_path / 'sessions.db'}"),
            lambda: NOON,
        )

    return build


@pytest.fixture
def assistant(make: Callable[..., Assistant]) -> Assistant:
    return make()


@pytest.fixture
def page(assistant: Assistant) -> Callable[..., AppTest]:
    """Open one page of the app as a new tab would."""

    def open_page(name: str, session: str | None = None, other: Assistant | None = None) -> AppTest:
        test = AppTest.from_function(_draw, kwargs={"name": name}, default_timeout=30)
        CURRENT["assistant"] = other or assistant
        if session:
            test.query_params["p"] = session
        return test.run()

    return open_page


def _draw(name: str) -> None:
    from tests.ui.pages import draw_page

    draw_page(name)
