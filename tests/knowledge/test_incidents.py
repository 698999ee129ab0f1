"""Incidents: what happened before, shown beside a flag and never the reason for one."""

from collections import Counter

import pytest

from assistant.domain.assessment import assess
from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import make_draft
from assistant.domain.scope import Scope
from assistant.exports.markdown import to_markdown
from tests.domain.made import TODAY, signal


def test_there_are_enough_and_each_flag_has_two(catalogue: Catalogue):
    assert len(catalogue.incidents) >= 80
    count = Counter(flag for incident in catalogue.incidents for flag in incident.flags)
    assert [flag.id for flag in catalogue.flags if count[flag.id] < 2] == []


def test_each_names_year_source_and_address_and_was_looked_at(catalogue: Catalogue):
    for incident in catalogue.incidents:
        assert 1950 < incident.year <= TODAY.year, incident.id
        assert incident.source, incident.id
        assert incident.url.startswith("http"), incident.id
        assert incident.check in ("verified", "secondary"), f"{incident.id} was never looked at, so it is no fact"


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_those_told_mainly_for_the_flag_come_first(catalogue: Catalogue, limit: int):
    for flag in catalogue.flag_by_id:
        shown = catalogue.incidents_for(flag, limit)
        assert len(shown) <= limit
        assert all(flag in incident.flags for incident in shown)
        mainly = [incident.flags[0] == flag for incident in shown]
        assert mainly == sorted(mainly, reverse=True)
    assert catalogue.incidents_for("no_such_flag") == ()


def test_of_these_the_ones_closest_to_the_project_come_first(catalogue: Catalogue):
    alone = catalogue.incidents_for("unfair_bias", limit=99)
    hiring = catalogue.incidents_for("unfair_bias", limit=99, beside=["worker_impact", "high_stakes_decision"])
    assert set(alone) == set(hiring)
    shared = [len({"worker_impact", "high_stakes_decision"} & set(incident.flags)) for incident in hiring]
    first = [incident.flags[0] == "unfair_bias" for incident in hiring]
    assert shared[: sum(first)] == sorted(shared[: sum(first)], reverse=True)


def test_they_stand_beside_their_flag_in_the_draft_and_the_document(catalogue: Catalogue):
    scope = Scope(signals=(signal("no_fallback_stated", "there is no other way"),))
    draft = make_draft(assess(scope, catalogue, words=20, today=TODAY), catalogue, engine="embedded")
    (flag,) = [flag for flag in draft.flags if flag.id == "no_fallback"]
    known = {incident.id: incident for incident in catalogue.incidents}
    assert flag.incidents
    for shown in flag.incidents:
        assert "no_fallback" in known[shown.id].flags
        assert {"id", "title", "year", "wrong", "source", "url"} <= set(shown.model_dump())
        assert f"This happened before ({shown.year}): {shown.title}" in to_markdown(draft, catalogue)


def test_they_never_raise_or_move_a_flag(catalogue: Catalogue):
    scope = Scope(signals=(signal("no_fallback_stated", "there is no other way"),))
    without = catalogue.model_copy(update={"incidents": ()})
    assert assess(scope, catalogue, words=20, today=TODAY) == assess(scope, without, words=20, today=TODAY)
