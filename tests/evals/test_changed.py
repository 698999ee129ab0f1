"""What a text is changed in must change its flags only where it changes the project: the texts that measure it.

What they measure is asked by `scope eval`, by the floors in `evals/floors.yaml`.
"""

from collections import Counter

import yaml

from evals.baseline import FLOORS
from evals.dataset import Kind, load_cases

ENOUGH = {
    **dict.fromkeys(("names", "gender", "spelling", "reordered", "beside the point", "case and typos", "appears"), 8),
    "gone": 12,
    "domain": 6,
    "neutral": 4,
}


def test_there_are_ten_descriptions_each_with_a_paraphrase(catalogue):
    cases = load_cases(catalogue, kinds=(Kind.CHANGED,))
    assert len(cases) >= 10
    assert all("paraphrase" in case.gold.same for case in cases)


def test_there_are_enough_changes_of_every_kind(catalogue):
    golds = [case.gold for case in load_cases(catalogue, kinds=(Kind.CHANGED,))]
    counted = Counter(name for gold in golds for name in gold.same)
    counted["gone"] = sum(len(gold.gone) for gold in golds)
    counted["appears"] = sum(len(gold.appears) for gold in golds)
    assert {name: counted[name] for name, least in ENOUGH.items() if counted[name] < least} == {}


def test_every_kind_of_change_has_a_floor(catalogue):
    golds = [case.gold for case in load_cases(catalogue, kinds=(Kind.CHANGED,))]
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))["embedded"]
    assert {f"same: {name}" for gold in golds for name in gold.same} <= set(floors)
