"""The last look: how likely a text as a whole says something, whatever its single units look like.

"The inmates of cell block C are salts" speaks of prisoners only where the rest of the text concerns people. Linear heads
over the highest probability of every head in the text, and over what the text is about, say how likely each label occurs
in it at all; a unit's probability and its text's then count together, as a weighted geometric mean.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.engines.embedded.calibrating import platt
from assistant.engines.embedded.solving import ridge, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

FOLDS = 5
ENOUGH_TEXTS = 100
"""With fewer, heads for whole texts would say more of those texts than of others."""
PENALTY = 100.0
LOGIT_WEIGHT, TOPIC_WEIGHT, CONSTANT = 0.3, 4.0, 3.0
SURELY_NOT, SURELY = 0.003, 0.997
SIGNAL_SHARE, PEOPLE_SHARE, FIELD_SHARE, CHOICE_SHARE = 0.55, 0.25, 0.7, 0.7
"""The weight of the text in the mean for signals, fields and choices; and of "concerns people" for signals about people.
Chosen by cross-validation on the training texts (CONTRIBUTING, decisions)."""
ABOUT_PEOPLE = frozenset(
    """people_children people_patients people_poor_or_indebted people_in_crisis people_older_or_disabled
    people_migrants_or_detained people_weak_workers stakes_employment stakes_credit stakes_insurance stakes_housing
    stakes_education stakes_health stakes_justice stakes_benefits stakes_essential data_health data_biometric data_children
    data_belief_or_origin data_location_trace data_financial data_private_messages data_identifiers data_home_sensor
    data_scraped_people task_score_people adverse_outcome identifies_by_body infers_emotion tracks_people monitors_activity
    rates_or_paces_workers no_explanation no_appeal label_from_past_decisions group_proxy_input group_underrepresented
    collected_secretly consent_forced data_repurposed social_scoring allocates_by_area rubber_stamp steers_persuasion cuts_jobs
    exploits_weakness drops_attribute_only""".split()
)


@dataclass(frozen=True)
class TextHeads:
    """Fitted heads for whole texts, one per head of the units and a last one for "concerns people".

    Attributes:
        weights: a column per head.
        slope, offset: probability = sigmoid(slope * score + offset).
    """

    weights: "Matrix"
    slope: "Matrix"
    offset: "Matrix"

    def combine(self, probabilities: "Matrix", topic: "Matrix", names: tuple[str, ...]) -> "Matrix":
        """Units' probabilities of one text, with the text's own counted in.

        Args:
            probabilities: shape (units, heads).
            topic: what the text is about, shape (1, dimensions), of no width where there is none.
            names: the heads.
        """
        highest = probabilities.max(axis=0, keepdims=True)
        likely = sigmoid(_seen(highest, topic) @ self.weights * self.slope + self.offset)
        combined: Matrix = np.minimum(probabilities * _lift(highest, likely, names), 1.0)
        return combined


def fit_texts(
    probable: "Matrix", truth: "Matrix", text: "Ints", about: "Matrix", names: tuple[str, ...]
) -> tuple[TextHeads, "Matrix"]:
    """Fit text heads; give also the units' combined probabilities, from text heads that never saw the text.

    Args:
        probable: held-out probabilities of the units of whole texts.
        truth: their labels.
        text: which text each unit is from.
        about: the topic of each text by its number, of no width where there is none.
        names: the heads.
    """
    numbers, group = np.unique(text, return_inverse=True)
    size = len(numbers)
    highest, said = np.zeros((size, len(names)), np.float32), np.zeros((size, len(names)), np.float32)
    np.maximum.at(highest, group, probable)
    np.maximum.at(said, group, truth)
    people = said[:, _about_people(names)].max(axis=1, initial=0.0, keepdims=True)
    said = np.hstack([said, people])
    seen = _seen(highest, about[numbers])
    scores = np.zeros_like(said)
    for fold in range(FOLDS):
        held: Mask = np.arange(size) % FOLDS == fold
        scores[held] = seen[held] @ _solve(seen[~held], said[~held])
    slope, offset = platt(scores, said)
    likely = sigmoid(scores * slope + offset)
    combined = np.minimum(probable * _lift(highest, likely, names)[group], 1.0)
    return TextHeads(_solve(seen, said), slope, offset), combined


def _solve(seen: "Matrix", said: "Matrix") -> "Matrix":
    return ridge(seen.T @ seen, seen.T @ said, PENALTY)


def _seen(highest: "Matrix", topics: "Matrix") -> "Matrix":
    bounded = np.clip(highest, SURELY_NOT, SURELY)
    constant = np.full((len(highest), 1), CONSTANT, np.float32)
    odds = LOGIT_WEIGHT * np.log(bounded / (1 - bounded))
    seen: Matrix = np.hstack([odds, TOPIC_WEIGHT * topics, constant]).astype(np.float32)
    return seen


def _lift(highest: "Matrix", likely: "Matrix", names: tuple[str, ...]) -> "Matrix":
    """What units' probabilities are multiplied by, so that the text's highest becomes the weighted geometric mean.

    Units keep their proportions: the text says whether something is told, the units say where.
    """
    share, people = np.zeros(len(names), np.float32), np.zeros(len(names), np.float32)
    for column, name in enumerate(names):
        if name.startswith("@"):
            share[column] = SIGNAL_SHARE
        elif "=" in name:
            share[column] = CHOICE_SHARE
        elif name[0] not in "~?!":
            share[column] = FIELD_SHARE
    people[_about_people(names)] = PEOPLE_SHARE
    least = np.maximum(highest, SURELY_NOT)
    lift: Matrix = ((likely[:, :-1] / least) ** share * (likely[:, -1:] / least) ** people).astype(np.float32)
    return lift


def _about_people(names: tuple[str, ...]) -> list[int]:
    return [column for column, name in enumerate(names) if name[0] == "@" and name[1:] in ABOUT_PEOPLE]
