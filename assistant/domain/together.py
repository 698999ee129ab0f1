"""Questions that settle several fields where it reads naturally, so that people are asked less."""

from assistant.domain.base import Value
from assistant.domain.catalogue import Catalogue, FieldSpec
from assistant.domain.conditions import fields_of


class Joint(Value):
    """One question about several fields.

    Attributes:
        fields: the fields in the order in which the question names them; it is filed under the first.
        text: one interrogative sentence.
    """

    fields: tuple[str, ...]
    text: str


JOINTS = (  # the first that fits is taken
    Joint(
        fields=("need.problem", "impact.intended_benefit"),
        text="What goes wrong or gets missed today, how often, and who will be better off once that changes?",
    ),
    Joint(
        fields=("need.scale", "project.users"),
        text="Roughly how many cases would it handle in a day or a year, and who will use the results and own it later?",
    ),
    Joint(
        fields=("timeline.deadline", "need.economics", "project.title"),
        text="By when do you want this, what may it cost and be worth to you, and what shall we call the project?",
    ),
    Joint(
        fields=("timeline.deadline", "need.economics"),
        text="By when do you want this, what may it cost to build and run, and what is it worth to you?",
    ),
    Joint(
        fields=("timeline.deadline", "project.title"),
        text="By when do you want this, as a trial or finished, and what shall we call the project?",
    ),
    Joint(
        fields=("need.economics", "project.title"),
        text="What may it cost to build and run, what is it worth to you, and what shall we call the project?",
    ),
    Joint(
        fields=("data.availability", "data.source"),
        text="Does the data you need exist today, where does it come from, and are you able to use it?",
    ),
    Joint(
        fields=("data.labels", "data.labelling_plan"),
        text="For past cases, do you already know the right answer, and if not, who will give it?",
    ),
    Joint(
        fields=("data.sensitivity", "ethics.privacy"),
        text="Is any of the data about people (health, faces, voices, children?), and if so, what allows you to use it?",
    ),
    Joint(
        fields=("impact.affected_people", "impact.potential_harm"),
        text="Who are the results about or whom do they affect, and who could lose out when it is wrong, or even right?",
    ),
    Joint(
        fields=("ethics.fairness", "ethics.oversight"),
        text="Which groups of people could it treat worse, and who can check, overrule or stop it?",
    ),
    Joint(
        fields=("impact.potential_harm", "ethics.fairness"),
        text="Who could lose out when it is wrong, or even right, and which groups could it treat worse?",
    ),
    Joint(
        fields=("impact.decision_role", "ethics.oversight"),
        text="Will it act by itself or does a person decide each case, and who can overrule or stop it?",
    ),
    Joint(
        fields=("evaluation.business_goal", "evaluation.business_metric"),
        text="Which outcome for your organisation should change, how do you measure it today, and what should the figure be?",
    ),
    Joint(
        fields=("evaluation.ml_metric", "evaluation.target"),
        text="By which figure will you judge its answers, and how good must that be before you go live?",
    ),
    Joint(
        fields=("infrastructure.processing", "infrastructure.deployment"),
        text="Does somebody wait for each answer, or does it work through a list or a steady flow, and where will it run?",
    ),
    Joint(
        fields=("fallback.policy", "risks.identified"),
        text="When it fails or is switched off, what happens instead, and what else is likely to go wrong?",
    ),
)


def follows_from(spec: FieldSpec, main: str) -> bool:
    """Whether a field applies or not is told by the answer to another one, so that both can be asked at once."""
    return main in spec.depends_on and spec.asked_when is not None and main in fields_of(spec.asked_when)


def known_to(catalogue: Catalogue, joint: Joint) -> bool:
    """All fields of the question are in the catalogue."""
    return all(field in catalogue.field_by_id for field in joint.fields)
