"""The scorer: spans, tight spans, statuses, choices, flags and totals, by the definitions in its head."""

import pytest

from evals.scoring import field_table, gold_from, reliability, score_case, totals

TEXT = "We have 900 scans. Labels are TBD. A nurse decides."
LABELLED = [
    (0, 18, ("data.volume", "@-rare_target")),
    (19, 34, ("data.labels?",)),
    (35, 51, ("impact.decision_role=augments", "@human_decides")),
]
HEADER = {"must_flag": ["drift"], "may_flag": ["no_owner"], "ml_needed": True, "top_questions": ["data.labels"]}


def entry(status="stated", spans=(), choices=(), confidence=0.8):
    evidence = [{"start": start, "end": end, "quote": TEXT[start:end]} for start, end in spans]
    return {"status": status, "evidence": evidence, "choices": list(choices), "confidence": confidence}


def draft(flags=(), questions=("data.labels",), **fields):
    scope = {"data": {}, "impact": {}}
    for name in ("data.volume", "data.labels", "data.cost", "impact.decision_role"):
        section, key = name.split(".")
        scope[section][key] = fields.get(key, entry("missing"))
    return {
        "scope": scope,
        "flags": [{"id": flag} for flag in flags],
        "questions": [{"field": field} for field in questions],
        "verdict": {"ml_needed": "yes"},
    }


@pytest.fixture
def gold():
    return gold_from("case", TEXT, HEADER, LABELLED, frozenset({"data.source"}))


def test_gold_from_labels(gold):
    assert gold.fields["data.labels"].status == "unknown"
    assert gold.fields["impact.decision_role"].choices == {"augments"}
    assert gold.ml_needed == "yes"
    assert not gold.harmless


def test_two_choices_settle_nothing_where_one_is_wanted():
    labelled = [(0, 5, ("data.labels=labelled",)), (6, 9, ("data.labels=unlabelled",))]
    assert gold_from("x", TEXT, {}, labelled, frozenset()).fields["data.labels"].choices == frozenset()
    assert len(gold_from("x", TEXT, {}, labelled, frozenset({"data.labels"})).fields["data.labels"].choices) == 2


def test_a_perfect_draft(gold):
    score = score_case(
        gold,
        draft(
            flags=["drift"],
            volume=entry(spans=[(0, 18)]),
            labels=entry("unknown", spans=[(19, 34)]),
            decision_role=entry(spans=[(35, 51)], choices=["augments"]),
        ),
    )
    figures = totals([score])
    ones = ("field_f1", "tight_f1", "status", "choice_exact", "flag_recall", "flag_precision", "ml_needed", "hit_at_5")
    assert {name: figures[name] for name in ones} == dict.fromkeys(ones, 1.0)
    assert figures["ungrounded"] == 0


def test_an_empty_draft_finds_nothing(gold):
    figures = totals([score_case(gold, draft(questions=()))])
    assert figures["field_recall"] == 0
    assert figures["choice_exact"] == 0
    assert "field_precision" not in figures


def test_wrong_evidence_counts_against_precision_and_recall(gold):
    score = score_case(gold, draft(volume=entry(spans=[(35, 51)])))
    assert score.wrong == {"data.volume": "no accepted evidence"}
    assert "data.volume" in score.missed


def test_a_field_that_is_not_there(gold):
    assert score_case(gold, draft(cost=entry(spans=[(0, 18)]))).wrong == {"data.cost": "not in the text"}


def test_whole_pages_are_not_tight():
    text = "We have 900 scans. " + "And so on and on. " * 30
    gold = gold_from("x", text, {}, [(0, 18, ("data.volume",))], frozenset())
    whole = {"start": 0, "end": len(text), "quote": text}
    given = draft(volume={"status": "stated", "evidence": [whole], "choices": [], "confidence": 1.0})
    score = score_case(gold, given)
    assert (score.right, score.tight) == ({"data.volume"}, set())


def test_misplaced_quotes_are_counted(gold):
    item = {"start": 1, "end": 18, "quote": TEXT[0:17]}
    given = draft(volume={"status": "stated", "evidence": [item], "choices": [], "confidence": 0.5})
    assert totals([score_case(gold, given)])["ungrounded"] == 1


def test_flags_that_may_be_raised_count_for_precision_only(gold):
    score = score_case(gold, draft(flags=["no_owner", "leakage"]))
    figures = totals([score])
    assert (figures["flag_recall"], figures["flag_precision"]) == (0.0, 0.5)
    assert score.flags_false == {"leakage"}


def test_tables(gold):
    score = score_case(
        gold, draft(volume=entry(spans=[(0, 18)], confidence=0.9), cost=entry(spans=[(0, 18)], confidence=0.1))
    )
    assert field_table([score])["data.volume"] == (1, 1, 1, 1.0)
    assert reliability([score], bins=2) == [(0.1, 0.0, 1), (0.9, 1.0, 1)]
