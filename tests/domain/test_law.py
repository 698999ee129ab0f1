"""The law screen: places assumed, rules worth a look, tiers, dates, and what it never does."""

from datetime import date

import pytest

from assistant.domain.assessment import assess
from assistant.domain.catalogue import Catalogue
from assistant.domain.conditions import Facts
from assistant.domain.draft import make_draft
from assistant.domain.law import DISCLAIMER, LawScreen, screen
from assistant.domain.places import Known
from assistant.domain.reading import Polarity
from assistant.domain.scope import FieldState, Scope
from assistant.exports.markdown import to_markdown
from tests.domain.made import TODAY, signal, stated

HIRING = ("stakes_employment", "task_score_people", "data_identifiers")


def scope_of(*signals: str, polarity: Polarity = Polarity.PRESENT, **fields: str | FieldState) -> Scope:
    states = {
        name.replace("__", "."): stated(value) if isinstance(value, str) else value for name, value in fields.items()
    }
    return Scope(fields=states, signals=tuple(signal(name, f"words on {name}", polarity) for name in signals))


def screened(catalogue: Catalogue, *signals: str, today: date = TODAY, **fields: str | FieldState) -> LawScreen:
    return screen(Facts(scope=scope_of(*signals, **fields), words=200), catalogue, today)


def found(result: LawScreen) -> set[str]:
    return {finding.rule for finding in result.findings}


def jurisdictions(result: LawScreen) -> set[str]:
    return {finding.jurisdiction for finding in result.findings}


def test_a_place_that_is_named_brings_its_rules_and_no_condition(catalogue: Catalogue):
    result = screened(catalogue, *HIRING, ethics__regulation="Only in Portugal.")
    assert (result.places, result.known, result.assumed) == (("EU",), Known.NAMED, "the European Union")
    assert "eu-ai-act.annex-iii.employment" in found(result)
    assert not any(finding.conditional for finding in result.findings)
    assert [item.quote for item in result.place_evidence] == ["Only in Portugal."]


def test_without_a_place_it_says_so_and_speaks_of_the_union_under_a_condition(catalogue: Catalogue):
    result = screened(catalogue, *HIRING)
    assert result.places == ()
    assert result.known is Known.UNKNOWN
    assert result.assumed.startswith("none; if people in the European Union are affected")
    assert result.findings
    assert all(finding.conditional and finding.jurisdiction == "EU" for finding in result.findings)


def test_a_city_brings_its_own_rules_and_those_of_its_country(catalogue: Catalogue):
    result = screened(catalogue, *HIRING, ethics__regulation="Recruiters in New York City use it.")
    assert result.places == ("US-NYC", "US")
    assert {"us-nyc.ll144", "us.employment"} <= found(result)
    assert not found(result) & {"us-il.hb-3773", "us-co.sb-26-189", "uk.dpia", "gdpr.basis"}


def test_elsewhere_only_the_bans_of_the_union_are_mentioned_and_under_a_condition(catalogue: Catalogue):
    result = screened(catalogue, "social_scoring", *HIRING, ethics__regulation="Only in Ohio.")
    union = [finding for finding in result.findings if finding.jurisdiction == "EU"]
    assert {finding.tier for finding in union} == {"likely_prohibited"}
    assert all(finding.conditional for finding in union)


def test_a_country_without_rules_is_named_as_such(catalogue: Catalogue):
    result = screened(catalogue, *HIRING, ethics__regulation="Only in Kenya.")
    assert "holds no rules for" in result.assumed
    assert jurisdictions(result) == {"EU"}
    assert all(finding.conditional for finding in result.findings)


@pytest.mark.parametrize(
    ("signals", "tier"),
    [
        (("emotion_at_work_or_school", "infers_emotion"), "likely_prohibited"),
        (("stakes_credit", "task_score_people"), "high_risk"),
        (("speaks_to_public", "generates_content"), "transparency"),
        (("task_forecast", "no_personal_data"), "minimal"),
        (("social_scoring", "adverse_outcome", "speaks_to_public", "generates_content"), "likely_prohibited"),
    ],
)
def test_the_strictest_tier_counts(catalogue: Catalogue, signals: tuple[str, ...], tier: str):
    assert screened(catalogue, *signals).tier == tier


def test_silence_is_never_minimal(catalogue: Catalogue):
    assert screened(catalogue).tier == "unclear"
    assert screened(catalogue, "task_perception", project__summary="Photos of something.").tier == "unclear"


@pytest.mark.parametrize(
    ("tempting", "absent"),
    [
        (("task_score_people", "adversary_gains", "data_financial"), "eu-ai-act.annex-iii.credit"),
        (("stakes_insurance", "data_location_trace", "task_score_people"), "eu-ai-act.annex-iii.insurance"),
        (("stakes_justice", "allocates_by_area"), "eu-ai-act.5.crime-profile"),
        (("infers_emotion", "injury_vehicle_or_robot", "rates_or_paces_workers"), "eu-ai-act.5.emotion-work-school"),
        (("identifies_by_body", "easily_undone"), "eu-ai-act.annex-iii.biometrics"),
    ],
    ids=["fraud", "motor", "patrols by place", "fatigue at the wheel", "face unlock"],
)
def test_what_the_act_leaves_out_stays_out(catalogue: Catalogue, tempting: tuple[str, ...], absent: str):
    assert absent not in found(screened(catalogue, *tempting, ethics__regulation="In Spain."))


def test_a_human_who_decides_answers_the_rule_on_machines_that_decide_alone(catalogue: Catalogue):
    alone = ("acts_automatically", "stakes_credit", "task_score_people")
    place = {"ethics__regulation": "In Scotland."}
    assert "uk.automated-decisions" in found(screened(catalogue, *alone, **place))
    assert "uk.automated-decisions" not in found(screened(catalogue, *alone, "human_decides", **place))
    assert "uk.automated-decisions" in found(screened(catalogue, *alone, "human_decides", "rubber_stamp", **place))


def test_what_is_denied_brings_no_rule(catalogue: Catalogue):
    denied = scope_of(*HIRING, "social_scoring", polarity=Polarity.NEGATED, ethics__regulation="In Italy.")
    assert screen(Facts(scope=denied, words=200), catalogue, TODAY).findings == ()


def test_a_rule_that_is_yet_to_come_says_so(catalogue: Catalogue):
    images = ("intimate_imagery", "generates_content")

    def in_force(today: date) -> bool:
        result = screened(catalogue, *images, today=today, ethics__regulation="In France.")
        return next(item.in_force for item in result.findings if item.rule == "eu-ai-act.5.intimate-images")

    assert not in_force(date(2026, 12, 1))
    assert in_force(date(2026, 12, 2))


def test_the_dates_of_the_ai_act_are_those_of_2026(catalogue: Catalogue):
    dates = {rule.id: rule.valid_from for rule in catalogue.law.rules}
    bans = {day for name, day in dates.items() if name.startswith("eu-ai-act.5.") and "intimate" not in name}
    annexes = {day for name, day in dates.items() if name.startswith("eu-ai-act.annex-iii.")}
    assert bans == {date(2025, 2, 2)}
    assert annexes == {date(2027, 12, 2)}
    assert dates["eu-ai-act.annex-i.medical"] == date(2028, 8, 2)
    assert dates["eu-ai-act.50.chatbot"] == date(2026, 8, 2)


def test_rules_that_nobody_checked_for_a_year_are_announced(catalogue: Catalogue):
    fresh = screened(catalogue, *HIRING, ethics__regulation="In Quebec.")
    assert (fresh.stale, fresh.stale_notice) == ((), "")
    later = screened(catalogue, *HIRING, today=date(2027, 11, 27), ethics__regulation="In Quebec.")
    assert "ca-qc.12-1" in later.stale
    assert "more than a year ago" in later.stale_notice
    assert all(finding.stale for finding in later.findings)


def test_each_finding_rests_on_words_and_names_what_would_change_it(catalogue: Catalogue):
    result = screened(catalogue, *HIRING, "data_health", "speaks_to_public", "generates_content")
    assert result.findings
    for finding in result.findings:
        assert finding.evidence, finding.rule
        assert finding.changes_if
        assert finding.source in catalogue.source_by_id


def test_it_is_a_screen_and_never_raises_a_flag_or_blocks(catalogue: Catalogue):
    scope = scope_of("social_scoring", "adverse_outcome", ethics__regulation="In Poland.")
    done = assess(scope, catalogue, words=200, today=TODAY)
    bare = assess(scope, catalogue.model_copy(update={"law": type(catalogue.law)()}), words=200, today=TODAY)
    assert done.law.tier == "likely_prohibited"
    assert (done.flags, done.questions, done.verdict) == (bare.flags, bare.questions, bare.verdict)
    assert bare.law == LawScreen()


def test_it_is_shown_in_the_draft_and_in_the_document(catalogue: Catalogue):
    scope = scope_of(*HIRING, ethics__regulation="Only in Portugal.")
    draft = make_draft(assess(scope, catalogue, words=200, today=TODAY), catalogue, engine="embedded")
    law = draft.as_json()["law"]
    assert law["disclaimer"] == DISCLAIMER == "A screen, not legal advice."
    assert law["tier"] == "high_risk"
    finding = next(item for item in law["findings"] if item["rule"] == "eu-ai-act.annex-iii.employment")
    assert finding["valid_from"] == "2027-12-02"
    assert finding["url"].startswith("https://")
    text = to_markdown(draft, catalogue)
    for words in (
        DISCLAIMER,
        "the European Union",
        "**high-risk**",
        "applies from 2 December 2027",
        "What would change this",
    ):
        assert words in text


def test_what_people_wrote_stays_plain_text_in_the_document(catalogue: Catalogue):
    scope = scope_of(*HIRING, ethics__regulation="In Spain ![x](https://evil.example/x.png) <script>")
    draft = make_draft(assess(scope, catalogue, words=200, today=TODAY), catalogue, engine="embedded")
    text = to_markdown(draft, catalogue)
    assert "![x](" not in text
    assert "<script>" not in text
