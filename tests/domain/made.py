"""A catalogue small enough to see through, and short ways to make claims, evidence and turns."""

from datetime import UTC, datetime

from assistant.domain.catalogue import (
    Action,
    Adjustment,
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
from assistant.domain.conditions import All, Condition, Conflicted, Facts, Open, Seen, Silent, Stated
from assistant.domain.evidence import Evidence, Source, cite, locate
from assistant.domain.reading import Claim, GroundedSignal, Polarity, Reading, Signal, Status
from assistant.domain.scope import Change, FieldState, Mode, Scope
from assistant.domain.session import Turn, TurnKind

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
LABELS = ("labelled", "partly_labelled", "unlabelled", "not_needed")
PLACES = ("cloud", "on_premises", "edge")


def evidence(text: str, quote: str, source: str = "description") -> Evidence:
    """The evidence of words in a text."""
    span = locate(quote, text)
    assert span is not None
    return cite(Source(id=source, text=text), span)


def said(quote: str, source: str = "description", start: int = 0) -> Evidence:
    """Evidence whose place does not matter."""
    return Evidence(source=source, start=start, end=start + len(quote), quote=quote)


def signal(name: str, quote: str = "words", polarity: Polarity = Polarity.PRESENT, start: int = 0) -> GroundedSignal:
    return GroundedSignal(id=name, polarity=polarity, evidence=said(quote, start=start), confidence=0.9)


def stated(quote: str, *choices: str, conflict: bool = False, start: int = 0) -> FieldState:
    return FieldState(
        status=Status.STATED,
        value=quote,
        choices=choices,
        evidence=(said(quote, start=start),),
        confidence=0.8,
        conflict=conflict,
    )


def unknown(quote: str) -> FieldState:
    return FieldState(status=Status.UNKNOWN, value=quote, evidence=(said(quote),), confidence=0.8)


def change(field: str, quote: str, *choices: str, status: Status = Status.STATED, **more) -> Change:
    more.setdefault("evidence", (said(quote, source=more.pop("source", "turn-1")),))
    return Change(field=field, status=status, value=quote, choices=choices, confidence=0.7, **more)


def replacing(field: str, quote: str, *choices: str, **more) -> Change:
    return change(field, quote, *choices, mode=Mode.REPLACE, **more)


def facts(fields: dict[str, FieldState] | None = None, *signals: GroundedSignal, **more) -> Facts:
    return Facts(scope=Scope(fields=fields or {}, signals=signals), **more)


def reading(*parts: Claim | Signal, **more) -> Reading:
    """A reading of claims and signals."""
    return Reading(
        engine="scripted",
        claims=tuple(part for part in parts if isinstance(part, Claim)),
        signals=tuple(part for part in parts if isinstance(part, Signal)),
        **more,
    )


def turn(seq: int, kind: TurnKind = TurnKind.MESSAGE, text: str = "", **more) -> Turn:
    return Turn(seq=seq, kind=kind, at=NOON, text=text, **more)


def catalogue(*rules: Rule, **more) -> Catalogue:
    """Six fields, four signals, three flags."""
    return Catalogue(
        sections=tuple(
            Section(id=name, title=name.title()) for name in ("project", "data", "impact", "infrastructure")
        ),
        fields=FIELDS,
        signals=tuple(SignalSpec(id=name, about=name) for name in SIGNALS),
        flags=FLAGS,
        rules=rules or RULES,
        sources=(
            SourceSpec(
                id="guide", title="Labels", by="Guide", year="2025", url="https://guide.example", check="verified"
            ),
        ),
        passages=(PASSAGE,),
        **{"verdict": VERDICT, **more},
    )


def rule(
    flag: str, when: Condition, *adjust: Adjustment, name: str = "", why: str = "It is so.", severity=None
) -> Rule:
    example = (Example(says="an example"),)
    return Rule(
        id=name or f"{flag}.rule",
        flag=flag,
        when=when,
        adjust=adjust,
        why=why,
        severity=severity,
        fires=example,
        quiet=example,
    )


def field(field_id: str, *choices: str, worth: float = 0.5, core: bool = True, **more) -> FieldSpec:
    name = field_id.split(".")[1].replace("_", " ")
    return FieldSpec(
        id=field_id,
        section=field_id.split(".", maxsplit=1)[0],
        title=name.capitalize(),
        about=name,
        core=core,
        options=tuple(Option(choice=choice, label=choice.replace("_", " ")) for choice in choices),
        worth=worth,
        question=f"What about the {name}?",
        why="It decides what comes next.",
        follow_up="Which exactly?",
        good="Like this.",
        owner="product owner",
        **more,
    )


def flag(flag_id: str, severity: str = "high", fields: tuple[str, ...] = ("data.labels",), **more) -> FlagSpec:
    return FlagSpec(
        id=flag_id,
        kind=more.pop("kind", "risk"),
        severity=severity,
        title=flag_id.replace("_", " ").capitalize(),
        about="a warning",
        question="Does it hold?",
        fields=fields,
        actions=(Action(do="See to it.", owner="data scientist"),),
        sources=("guide",),
        **more,
    )


SIGNALS = ("labels_absent", "faces", "rule_suffices", "task_perception")
FIELDS = (
    field("project.summary", worth=1.0, asks_also=("project.team",)),
    field("project.team", core=False, worth=0.4),
    field("data.labels", *LABELS, worth=0.8),
    field(
        "data.labelling_plan",
        worth=0.6,
        asked_when=Stated(op="stated", field="data.labels", choices=("unlabelled", "partly_labelled")),
        depends_on=("data.labels",),
    ),
    field("impact.affected_people", worth=0.7),
    field("infrastructure.deployment", *PLACES, worth=0.3, many=True),
)
FLAGS = (
    flag("labels_missing", fields=("data.labels", "data.labelling_plan")),
    flag("contradiction"),
    flag("biometric_or_surveillance", severity="medium", fields=("impact.affected_people",), kind="ethics"),
    flag("ml_not_needed", severity="blocker", fields=("project.summary",)),
)
RULES = (
    rule(
        "labels_missing",
        All(op="all", of=(Seen(op="seen", signals=("labels_absent",)), Open(op="open", field="data.labelling_plan"))),
    ),
    rule("contradiction", Conflicted(op="conflicted", field="data.labels")),
    rule("biometric_or_surveillance", Seen(op="seen", signals=("faces",)), why="It watches {who}: {quote}."),
    rule("ml_not_needed", Seen(op="seen", signals=("rule_suffices",)), why="A rule would do: {quote}."),
    rule("labels_missing", Silent(op="silent", field="data.labels"), name="labels_missing.silent", severity="low"),
)
VERDICT = VerdictRules(
    yes=Seen(op="seen", signals=("task_perception",)), unclear=Seen(op="seen", signals=("labels_absent",))
)
PASSAGE = Passage(
    id="labels-how-many",
    topic="labelling",
    title="How many labels are enough?",
    text="A few hundred labelled cases show whether it works at all.",
    fields=("data.labels",),
    flags=("labels_missing",),
    sources=("guide",),
    checked="2026-11-01",
)
