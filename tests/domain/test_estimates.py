"""Arithmetic between what was said: weeks, slack, rates, examples."""

from datetime import date

import pytest

from assistant.domain.estimates import derive
from assistant.domain.reading import Status
from assistant.domain.scope import FieldState, Scope
from tests.domain.made import said, stated, unknown

TODAY = date(2026, 11, 25)


def figures(**words):
    """Figures from one quote per field; `timeline_deadline` names `timeline.deadline`."""
    fields = {name.replace("_", ".", 1): stated(quote) for name, quote in words.items()}
    return derive(Scope(fields=fields), TODAY)


def test_nothing_said_gives_no_figure():
    assert derive(Scope(), TODAY) == {}


def test_weeks_until_a_date():
    assert figures(timeline_deadline="live by 6 January 2027") == {"weeks_available": 6.0}
    assert figures(timeline_deadline="in 18 months")["weeks_available"] == pytest.approx(78.3, abs=0.1)


def test_a_date_counts_before_a_duration_and_the_past_not_at_all():
    assert figures(timeline_deadline="six months of work, by 2 December 2026") == {"weeks_available": 1.0}
    assert figures(timeline_deadline="was due 1 March 2025, now in four weeks") == {"weeks_available": 4.0}
    assert figures(timeline_deadline="was due 1 March 2025") == {}


def test_of_several_dates_in_a_sentence_the_last_is_the_end():
    words = "labelling until 13 December 2026, in use by 6 January 2027"
    assert figures(timeline_deadline=words) == {"weeks_available": 6.0}


def test_a_response_time_is_no_deadline():
    assert figures(timeline_deadline="answers within 200 ms") == {}


def test_phases_add_up_at_their_lower_ends():
    made = figures(
        timeline_phases="cleaning 6-8 weeks, models eight weeks, roll-out 10 days", timeline_deadline="in ten weeks"
    )
    assert made["weeks_needed"] == pytest.approx((42 + 56 + 10) / 7, abs=0.1)
    assert made["slack_weeks"] == pytest.approx(10 - made["weeks_needed"], abs=0.1)
    assert made["overrun"] == pytest.approx((42 + 56 + 10) / 7 / 10 - 1, abs=0.02)


def test_without_time_left_there_is_no_share_of_it():
    made = figures(timeline_phases="cleaning six weeks", timeline_deadline="by 25 November 2026")
    assert made["slack_weeks"] == -6
    assert "overrun" not in made


def test_an_absurd_plan_is_no_plan():
    assert figures(timeline_phases="200 years of logs") == {}


@pytest.mark.parametrize(
    ("words", "per_month"),
    [
        ("40 cases a week", 174),
        ("about 1,200 tickets a day", 36_000),
        ("30 permits a month", 30),
        ("6 tenders per year", 0.5),
        ("12 audits each quarter", 4),
    ],
)
def test_decisions_a_month(words, per_month):
    assert figures(need_scale=words)["decisions_per_month"] == pytest.approx(per_month)


def test_a_count_without_a_period_is_no_rate():
    assert "decisions_per_month" not in figures(need_scale="1,200 tickets in all, 3 sites")


def test_the_largest_count_and_target_are_taken():
    assert figures(data_volume="400 weld pictures from 3 plants")["examples"] == 400
    assert figures(evaluation_target="95 % at least, better 99.5 %")["percent_target"] == 99.5


def test_only_what_is_stated_is_reckoned_with():
    fields = {
        "timeline.deadline": unknown("in six weeks, perhaps"),
        "data.volume": FieldState(status=Status.NOT_APPLICABLE, evidence=(said("500 rows"),)),
    }
    assert derive(Scope(fields=fields), TODAY) == {}


def test_the_same_words_cited_twice_count_once():
    twice = stated("8 weeks")
    twice = twice.model_copy(update={"evidence": twice.evidence * 2})
    assert derive(Scope(fields={"timeline.phases": twice}), TODAY) == {"weeks_needed": 8.0}
