"""How cases are written down: a model per kind of file, from which `evals/cases/schemas/` is made."""

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.questions import Depth
from assistant.domain.reading import Intent, Polarity, Status

NOT_ANNOTATED = frozenset(
    {
        "project.model_approach",
        "data.modality",
        "impact.reversibility",
        "impact.engagement",
        "ethics.security_and_access",
        "ethics.accessibility",
    }
)
"""Fields that came after the descriptions were annotated: nobody looked for them there, so they count neither way."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DescriptionHeader(_Entry):
    """The header of an annotated description (`knowledge/reading/FORMAT.md`)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]+$")
    domain: str
    form: str
    ml_needed: str | None = None
    must_flag: tuple[str, ...] | None = None
    may_flag: tuple[str, ...] = ()
    top_questions: tuple[str, ...] = ()
    notes: str = ""


class FlagGold(_Entry):
    """The annotation of a short text: what went wrong there, or which flags its tempting words must not raise."""

    incident: str | None = None
    control: str | None = None
    source: str = ""
    harm_flags: tuple[str, ...] = ()
    may_flag: tuple[str, ...] = ()
    must_not_flag: tuple[str, ...] = ()
    severity: str = ""
    severity_level: int = Field(default=1, ge=1, le=5)
    withheld_names: tuple[str, ...] = ()
    tempting_words: tuple[str, ...] | str = ()


class GuidanceQuestion(_Entry):
    """A question to the guidance and the passages that answer it; none where it is off the topic."""

    id: str
    text: str
    passages: tuple[str, ...] = ()
    gap: str = ""


class GuidanceQuestions(_Entry):
    """The file of questions."""

    questions: tuple[GuidanceQuestion, ...]
    off_topic: tuple[GuidanceQuestion, ...] = ()
    unanswered: tuple[GuidanceQuestion, ...] = ()


class TurnGold(_Entry):
    """One message of a recorded talk.

    Attributes:
        intent: what the person does with it.
        fields: fields that the message answers, each with words of it that show so.
        quiet: fields that a careless reader would fill from it.
        asks: it puts a question in return.
        remark: it holds words that are meant to steer the assistant, which belong in a remark.
    """

    says: str
    intent: Intent
    fields: dict[str, str] = {}
    quiet: tuple[str, ...] = ()
    asks: bool = False
    remark: bool = False


class TalkGold(_Entry):
    """A talk, message by message; the passages are what the guidance is made to find in it."""

    id: str
    tests: str
    passages: tuple[str, ...] = ()
    turns: tuple[TurnGold, ...]


class Recorded(_Entry):
    """What has a cassette: descriptions by id, and talks."""

    drafts: tuple[str, ...]
    talks: tuple[TalkGold, ...]


class ChangedText(_Entry):
    """A short description and what is done to it.

    Attributes:
        text: the description, in paragraphs.
        same: changes that must leave its flags alone, by name of the change.
        gone: texts with a mitigation or a negation added, and the flag that must go with it.
        appears: texts with a fact added or a mitigation taken out, and the flag that must come with it.
    """

    id: str
    text: str
    same: dict[str, str] = {}
    gone: dict[str, str] = {}
    appears: dict[str, str] = {}

    @property
    def changes(self) -> dict[str, str]:
        """All changed texts, by name of the change or by flag."""
        return {**self.same, **self.gone, **self.appears}


class ChangedTexts(_Entry):
    """The file of changed texts."""

    cases: tuple[ChangedText, ...]


class ScriptedClaim(_Entry):
    """A claim as an engine might make it, true or not."""

    field: str
    quote: str
    status: Status = Status.STATED
    value: str = ""
    choices: tuple[str, ...] = ()
    near: int | None = None


class ScriptedSignal(_Entry):
    """A signal as an engine might see it."""

    id: str
    quote: str
    polarity: Polarity = Polarity.PRESENT


class ExpectedField(_Entry):
    """What must be known of a field; what is left out may be anything.

    Attributes:
        quotes: all words that it rests on.
        at: where they begin.
        former: values that must stand in its history.
    """

    status: Status | None = None
    choices: tuple[str, ...] | None = None
    conflict: bool | None = None
    quotes: tuple[str, ...] | None = None
    at: tuple[int, ...] | None = None
    former: tuple[str, ...] = ()
    applies: bool | None = None


class Expected(_Entry):
    """What must hold after a message; what is left out may be anything.

    Attributes:
        rejected: all quotes that must have been turned down.
        signals: signals that must count.
        withdrawn: signals that must not.
        raised: flags that must be raised, with their severity.
        quiet: flags that must not.
        asks: the field that the question put now must be about, or `nothing`.
        asks_some: some question must be put.
        asks_not: fields that it must not be about, nor be offered later.
        still_open: fields that must be asked about now or later.
        offers: the choices to pick from that come with the question.
        first: fields in the order in which they must be offered.
        told: words that must stand in the reply.
        tier: the tier of the EU AI Act that the facts point to.
        law: rules of law that are worth a look, and whether they apply yet.
        remarked: words that must be left in a remark.
        blockers: all flags that must block.
    """

    fields: dict[str, ExpectedField] = {}
    rejected: tuple[str, ...] | None = None
    signals: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    raised: dict[str, str] = {}
    quiet: tuple[str, ...] = ()
    asks: str = ""
    asks_some: bool = False
    asks_not: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    tier: str = ""
    law: dict[str, bool] = {}
    remarked: tuple[str, ...] = ()
    ml_needed: str = ""
    ready: bool | None = None
    blockers: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    missing_not: tuple[str, ...] = ()


class ScriptedTurn(_Entry):
    """One message with the reading that an engine makes of it, and what code must make of that.

    Attributes:
        remarks: words that the engine remarks on.
    """

    says: str
    description: bool = False
    intent: Intent = Intent.ANSWER
    claims: tuple[ScriptedClaim, ...] = ()
    signals: tuple[ScriptedSignal, ...] = ()
    remarks: tuple[str, ...] = ()
    expect: Expected = Expected()


class ScriptedCase(_Entry):
    """A talk whose readings are given, so that only code is measured.

    Attributes:
        topic: what is measured: grounding, merging, silence, warnings, questions, verdict or law.
    """

    id: str
    topic: str
    tests: str
    depth: Depth = Depth.STANDARD
    turns: tuple[ScriptedTurn, ...]


class ScriptedCases(_Entry):
    """The file of scripted talks."""

    cases: tuple[ScriptedCase, ...]
