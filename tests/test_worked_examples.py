"""The guide's worked examples, read by the embedded engine: what a good scoper would say of each."""

from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.draft import Draft
from assistant.domain.reading import Status
from assistant.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]  # the reader is fitted once
CASES = Path(__file__).parent.parent / "evals" / "cases" / "worked"
FIRST = 8


@pytest.fixture(scope="module")
def read(data: Path):
    """Reads a case by name."""
    assistant = build_assistant(Settings(data_dir=data, knowledge_dir=None))
    drafts: dict[str, Draft] = {}

    def draft(name: str) -> Draft:
        if name not in drafts:
            drafts[name] = assistant.draft((CASES / f"{name}.txt").read_text(encoding="utf-8"))
        return drafts[name]

    return draft


def flags(draft: Draft) -> dict[str, str]:
    return {flag.id: flag.severity for flag in draft.flags}


def asked(draft: Draft) -> list[str]:
    return [question.field for question in draft.questions]


def quotes(draft: Draft, field: str) -> str:
    section, name = field.split(".")
    return " | ".join(item.quote for item in draft.scope[section][name].evidence)


def test_a_small_radio_station_needs_no_ai(read):
    draft = read("radio-playlists")
    assert flags(draft).get("ml_not_needed") == "blocker"
    assert draft.verdict.ml_needed == "no"
    assert "genres" in quotes(draft, "need.simpler_alternative")


def test_a_restaurant_app_without_ratings_lacks_labels(read):
    draft = read("restaurant-recommender")
    assert draft.scope["data"]["labels"].choices == ("unlabelled",)
    assert "labels_missing" in flags(draft)
    assert "data.labelling_plan" in asked(draft)[:FIRST]


def test_a_news_platform_amplifies_and_feeds_on_itself(read):
    draft = read("news-platform")
    assert {"manipulation_or_amplification", "feedback_loop"} <= set(flags(draft))


def test_a_news_platform_is_asked_whom_it_affects(read):
    assert "impact.affected_people" in asked(read("news-platform"))[:FIRST]


def test_a_forecast_is_promised_sooner_than_its_phases_take(read):
    draft = read("demand-forecast")
    assert "seven weeks" in quotes(draft, "timeline.phases")
    assert "unrealistic_timeline" in flags(draft)


def test_clicks_stand_in_for_revenue(read):
    draft = read("ecommerce-recommender")
    assert "revenue" in quotes(draft, "evaluation.business_goal")
    assert "proxy_misaligned" in flags(draft)


def test_clicks_are_what_the_model_is_judged_by(read):
    assert read("ecommerce-recommender").scope["evaluation"]["ml_metric"].status is Status.STATED


def test_faces_in_a_shopping_centre(read):
    draft = read("face-recognition")
    infrastructure = draft.scope["infrastructure"]
    assert "cloud" in infrastructure["deployment"].choices
    assert {"streaming", "online"} & set(infrastructure["processing"].choices)
    assert "GPU" in quotes(draft, "infrastructure.compute")
    assert {"biometric_or_surveillance", "sensitive_data", "consent_missing"} <= set(flags(draft))


def test_a_driverless_shuttle_without_a_fallback(read):
    draft = read("autonomous-driving")
    assert {"physical_safety", "no_fallback"} <= set(flags(draft))


def test_a_driverless_shuttle_with_a_safe_stop(read):
    draft = read("autonomous-driving-safe-stop")
    assert "physical_safety" in flags(draft)
    assert draft.scope["fallback"]["policy"].status is Status.STATED
    assert "no_fallback" not in flags(draft)
