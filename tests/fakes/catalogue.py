"""Small catalogues for tests: one by hand, and one of the real fields and signals without rules."""

import yaml

from assistant.domain.catalogue import (
    Action,
    Catalogue,
    Example,
    FieldSpec,
    FlagSpec,
    Option,
    Passage,
    Rule,
    Section,
    SignalSpec,
    SourceSpec,
    VerdictRules,
)
from assistant.domain.conditions import Open, Seen
from assistant.resources import folder

SOURCE_URL = "https://guide.example/labels"
_NEVER = VerdictRules(
    yes=Seen(op="seen", signals=("task_perception",)),
    unclear=Seen(op="seen", signals=("rule_suffices",)),
)


def small_catalogue() -> Catalogue:
    """A few fields, signals, one flag and one passage."""
    return Catalogue(
        sections=tuple(Section(id=name, title=name) for name in ("project", "need", "data", "impact")),
        fields=(
            _field("project.summary", "what the system will do: what goes in, what comes out"),
            _field("need.problem", "the pain or the decision to improve, and why it matters now"),
            _field(
                "data.labels",
                "whether past cases carry the right answer; an outcome counts as labelled",
                "labelled",
                "unlabelled",
            ),
            _field("data.labelling_plan", "how labels are or will be made, and how many"),
            _field(
                "impact.decision_role",
                "whether it takes effect by itself or a person decides",
                "automates",
                "augments",
            ),
        ),
        signals=tuple(
            SignalSpec(id=name, about=about)
            for name, about in (
                ("task_perception", "reads images, video, sound or sensor waves (photos, scans)"),
                ("human_decides", "a person looks at each case and decides"),
                ("labels_absent", "no labels or outcomes exist"),
                ("too_good_result", "an implausibly perfect result is reported"),
                ("rule_suffices", "a fixed rule would do the job"),
            )
        ),
        flags=(_flag(),),
        rules=(_rule(),),
        sources=(_source(),),
        passages=(_passage(),),
        verdict=_NEVER,
    )


def real_fields_and_signals() -> Catalogue:
    """The true field list and vocabulary, for measuring prompts; no flags or rules."""
    root = folder("knowledge")
    fields = yaml.safe_load((root / "fields.yaml").read_text(encoding="utf-8"))
    signals = yaml.safe_load((root / "signals.yaml").read_text(encoding="utf-8"))
    return Catalogue(
        sections=tuple(Section(**item) for item in fields["sections"]),
        fields=tuple(FieldSpec(**item) for item in fields["fields"]),
        signals=tuple(SignalSpec(**item) for item in signals["signals"]),
        flags=(_flag(),),
        rules=(),
        sources=(_source(),),
        passages=(_passage(),),
        verdict=_NEVER,
    )


def _field(field_id: str, about: str, *choices: str) -> FieldSpec:
    section, name = field_id.split(".")
    return FieldSpec(
        id=field_id,
        section=section,
        title=name.replace("_", " ").capitalize(),
        about=about,
        core=True,
        options=tuple(Option(choice=choice, label=choice) for choice in choices),
        worth=0.5,
        question=f"What about the {name.replace('_', ' ')}?",
        why="It decides what comes next.",
        follow_up="Which exactly?",
        good="Like this.",
        owner="product owner",
    )


def _flag() -> FlagSpec:
    return FlagSpec(
        id="labels_missing",
        kind="risk",
        severity="high",
        title="No labels and no plan for them",
        about="nothing to learn from",
        question="Who will label?",
        fields=("data.labels", "data.labelling_plan"),
        actions=(Action(do="Plan the labelling.", owner="data scientist"),),
        sources=("guide",),
    )


def _rule() -> Rule:
    return Rule(
        id="labels_missing_1",
        flag="labels_missing",
        when=Open(op="open", field="data.labels"),
        why="Nobody says where the right answers come from.",
        fires=(Example(says="nothing"),),
        quiet=(Example(says="labelled", fields={"data.labels": "labelled"}),),
    )


def _source() -> SourceSpec:
    return SourceSpec(
        id="guide",
        title="Labels",
        by="Guide",
        year="2025",
        url=SOURCE_URL,
        check="verified",
    )


def _passage() -> Passage:
    return Passage(
        id="labels-how-many",
        topic="labelling",
        title="How many labels are enough?",
        text="A few hundred labelled cases show whether it works at all.",
        fields=("data.labels",),
        sources=("guide",),
        checked="2026-11-01",
    )
