"""What the files under `knowledge/` hold, entry by entry: fields, signals, flags, rules, passages, sources, incidents."""

from typing import Literal

from pydantic import Field

from assistant.domain.base import Value
from assistant.domain.conditions import Condition

Severity = Literal["low", "medium", "high", "blocker"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "blocker")
Check = Literal["verified", "secondary", "memory"]


class Option(Value):
    """One value of a field's closed vocabulary, as a person would say it."""

    choice: str
    label: str


class FieldSpec(Value):
    """One of the fields that a scope is made of.

    Attributes:
        id: `section.field`.
        worth: how much an answer tells about the verdict, 0 to 1; ranks questions.
        question: one interrogative sentence in plain words.
        why: one sentence: why the answer matters.
        follow_up: what to ask where the answer stays vague.
        good: an example of a good answer.
        owner: the role that would know.
        asked_when: the field applies only where this holds; None for always.
        depends_on: fields whose change re-opens this one.
        asks_also: fields that the same question settles where it reads naturally.
        early: while little is told, it is asked before what may weigh more later.
        unfinished: choices that say that something is lacking, so that one question more is worth its while.
    """

    id: str
    section: str
    title: str
    about: str
    core: bool = False
    many: bool = False
    options: tuple[Option, ...] = ()
    worth: float = Field(ge=0, le=1)
    question: str
    why: str
    follow_up: str
    good: str
    owner: str
    asked_when: Condition | None = None
    depends_on: tuple[str, ...] = ()
    asks_also: tuple[str, ...] = ()
    early: bool = False
    unfinished: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The closed vocabulary."""
        return tuple(option.choice for option in self.options)


class Joint(Value):
    """One question that settles several fields where it reads naturally.

    Attributes:
        fields: the fields in the order in which the question names them; it is filed under the first.
        text: one interrogative sentence.
    """

    id: str
    fields: tuple[str, ...] = Field(min_length=2)
    text: str = Field(pattern=r"\?$")


class Section(Value):
    """A part of the guide, in its order."""

    id: str
    title: str


class SignalSpec(Value):
    """A fact that a reader may observe; `about` draws the line."""

    id: str
    about: str


class Action(Value):
    """Something to do about a flag, and the role that would do it."""

    do: str
    owner: str


class FlagSpec(Value):
    """A warning that the product can give.

    Attributes:
        question: settles whether the flag really holds.
        fields: the fields that it is about.
        actions: what to do about it.
        sources: where it is grounded.
        yields_to: other flags that say the same more strongly; where one stands as a blocker, this one is not shown.
    """

    id: str
    kind: Literal["ethics", "risk"]
    severity: Severity
    title: str
    about: str
    question: str
    fields: tuple[str, ...]
    actions: tuple[Action, ...]
    sources: tuple[str, ...]
    yields_to: tuple[str, ...] = ()


class Adjustment(Value):
    """Moves a flag's severity by steps where a condition holds, and says why.

    Attributes:
        by: steps down (negative) or up; a flag is lowered to `low` at the least and raised to `high` at the most.
        note: a clause that is added to the reason.
    """

    when: Condition
    by: int
    note: str = ""


class Example(Value):
    """A small set of facts on which a rule must fire, or stay quiet.

    Attributes:
        says: the situation in words, for the reader of the file.
        signals: signals present; a leading `-` marks a negated one, `~` one that is planned or imagined (the words
            decide which), `*` another party's.
        fields: field to status or to choices (`data.labels: unlabelled`, `fallback.policy: stated`).
        words: length of the description; 200 counts as full.
        asked: fields that were already put to the person.
        numbers: derived figures.
        severity: expected severity, where the example is about it.
    """

    says: str
    signals: tuple[str, ...] = ()
    fields: dict[str, str | list[str]] = Field(default_factory=dict)
    words: int = 200
    asked: tuple[str, ...] = ()
    numbers: dict[str, float] = Field(default_factory=dict)
    severity: Severity | None = None


class Rule(Value):
    """When a flag is raised, how severe, and the sentence that says why.

    Attributes:
        why: one sentence about this project; `{who}`, `{quote}`, `{quotes}` are filled from the evidence.
    """

    id: str
    flag: str
    when: Condition
    severity: Severity | None = None
    why: str
    adjust: tuple[Adjustment, ...] = ()
    fires: tuple[Example, ...] = Field(min_length=1)
    quiet: tuple[Example, ...] = Field(min_length=1)


class SourceSpec(Value):
    """A publication that knowledge rests on.

    Attributes:
        check: verified (text seen), secondary (seen through a report) or memory.
    """

    id: str
    title: str
    by: str
    year: str
    url: str
    where: str = "INT"
    check: Check

    @property
    def name(self) -> str:
        """Who published what, and when, as it is cited; says so where its own text was not seen."""
        seen = "" if self.check == "verified" else ", seen through reports"
        return f"{self.by}: {self.title} ({self.year}{seen})"


class Passage(Value):
    """One piece of guidance: the answer to one question of a person scoping a project."""

    id: str
    topic: str
    title: str
    text: str
    fields: tuple[str, ...]
    flags: tuple[str, ...] = ()
    sources: tuple[str, ...]
    checked: str
    origin: str = ""


class IncidentSpec(Value):
    """Something that happened to a comparable project; shown beside a flag, it never raises one.

    Attributes:
        year: when it happened or came to a head.
        built: what was built.
        wrong: what went wrong.
        flags: the flags that it illustrates, the closest first.
        source: where it is told, in words.
        check: verified (the source's text was seen), secondary (seen through a report) or memory.
    """

    id: str
    year: int = Field(ge=1950, le=2100)
    title: str
    built: str
    wrong: str
    flags: tuple[str, ...] = Field(min_length=1)
    source: str
    url: str = Field(pattern=r"^https?://")
    check: Check


class VerdictRules(Value):
    """When ML is plainly needed, and when the text leaves it open."""

    yes: Condition
    unclear: Condition
