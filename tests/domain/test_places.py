"""Where a project is used, told from its words."""

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.domain.evidence import Evidence
from assistant.domain.places import Gazetteer, Known, PlaceHit, settle, widened


def hits(catalogue: Catalogue, text: str) -> tuple[PlaceHit, ...]:
    quote = Evidence(source="description", start=0, end=len(text), quote=text)
    return Gazetteer(catalogue.law).find([quote])


def places(catalogue: Catalogue, text: str) -> list[str]:
    return [hit.place for hit in hits(catalogue, text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It runs in three clinics in Portugal.", "EU"),
        ("used all over the EU", "EU"),
        ("our shops in paris and Paris", "EU"),
        ("the council of Leeds", "UK"),
        ("two wards of an NHS trust", "UK"),
        ("for tenants in the United States", "US"),
        ("U.S. customers only", "US"),
        ("drivers in Denver", "US-CO"),
        ("hiring in New York City", "US-NYC"),
        ("the state of New York", "US"),
        ("dairy farms in Ontario", "CA"),
        ("bilingual letters in Québec", "CA-QC"),
        ("smallholders in Kenya", "other"),
    ],
)
def test_names_of_places_tell_the_jurisdiction(catalogue: Catalogue, text: str, place: str):
    assert places(catalogue, text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "It helps us find leaks.",
        "Tell us, and eu-phemisms do not count.",
        "We roast turkey and paint china.",
        "the medical team, 40 to 60 people",
        "a nice reading of the meter in the polish mill",
        "Virginia and Sofia label the photos.",
    ],
)
def test_words_that_only_look_like_places_stay_quiet(catalogue: Catalogue, text: str):
    assert places(catalogue, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We have no customers outside of the EU's border: nobody in the EU uses it.",
        "It is sold outside the European Union.",
        "Not in Germany.",
        "All countries except France.",
        "Unlike the UK",
        "for non-EU customers",
    ],
)
def test_a_place_that_is_ruled_out_is_not_assumed(catalogue: Catalogue, text: str):
    assert places(catalogue, text) == []


def test_the_longest_name_counts(catalogue: Catalogue):
    assert places(catalogue, "under the UK GDPR") == ["UK"]
    assert places(catalogue, "under the GDPR") == ["EU"]
    assert places(catalogue, "a depot in Northern Ireland") == ["UK"]
    assert places(catalogue, "a depot in Ireland") == ["EU"]


@pytest.mark.parametrize(
    ("text", "place", "known"),
    [
        ("The works council in Sweden agrees.", "EU", Known.NAMED),
        ("We must follow HIPAA.", "US", Known.BY_LAW),
        ("BIPA applies to the clocks.", "US-IL", Known.BY_LAW),
        ("It may cost 40,000 €.", "EU", Known.GUESSED),
        ("It may cost £40,000.", "UK", Known.GUESSED),
        ("German-speaking callers", "EU", Known.GUESSED),
    ],
)
def test_it_says_how_a_place_is_known(catalogue: Catalogue, text: str, place: str, known: Known):
    (hit,) = hits(catalogue, text)
    assert (hit.place, hit.known) == (place, known)


def test_dollars_alone_tell_no_country(catalogue: Catalogue):
    assert places(catalogue, "It may cost $40,000, or 40,000 dollars.") == []


def test_the_answer_about_laws_wins_over_the_rest_of_the_text(catalogue: Catalogue):
    first, rest = hits(catalogue, "Only in Canada."), hits(catalogue, "Our head office is in Madrid.")
    assert [hit.place for hit in settle(first, rest)] == ["CA"]


def test_a_name_anywhere_wins_over_a_guess(catalogue: Catalogue):
    first, rest = hits(catalogue, "fines in €"), hits(catalogue, "tenants in Scotland")
    assert [hit.place for hit in settle(first, rest)] == ["UK"]


def test_the_law_of_the_wider_place_applies_as_well(catalogue: Catalogue):
    assert widened(["US-NYC", "CA"], catalogue.law) == ("US-NYC", "US", "CA")
