"""The draft scope as other programs read it: `contract/draft-json.md`, version 1, to the letter.

Keys beyond the contract: per field `title`, `core`, `applies`, `conflict`, `basis`; per flag `title`, `question`,
`actions`, `rules`, `incidents`; per question `why`, `options`, `flags`; `law`, `remarks`, `rejected`, `notice`, `usage`.
"""

from collections.abc import Collection
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.assessment import Assessment
from assistant.domain.catalogue import Action, Catalogue, Check, FieldSpec, Option, Severity
from assistant.domain.conditions import Facts
from assistant.domain.evidence import Evidence
from assistant.domain.law import LawFinding, LawScreen
from assistant.domain.questions import applies
from assistant.domain.reading import Grounded, GroundedRemark, Rejection, Status, Usage
from assistant.domain.rules import Flag
from assistant.domain.verdict import MlNeeded

SCHEMA_VERSION: Literal[1] = 1


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class DraftField(_Out):
    """One field of the draft."""

    status: Status
    value: str | None
    choices: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float
    title: str
    core: bool
    applies: bool
    conflict: bool
    basis: str


class GuidanceRef(_Out):
    """A passage that helps with a flag, and the day on which its facts were checked."""

    id: str
    title: str
    source: str
    url: str
    checked: str = ""


class IncidentRef(_Out):
    """Something that happened to a comparable project."""

    id: str
    title: str
    year: int
    built: str
    wrong: str
    source: str
    url: str
    check: Check


class DraftFlag(_Out):
    """One warning of the draft."""

    id: str
    kind: Literal["ethics", "risk"]
    severity: Severity
    why: str
    fields: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    guidance: tuple[GuidanceRef, ...]
    title: str
    question: str
    actions: tuple[Action, ...]
    rules: tuple[str, ...]
    incidents: tuple[IncidentRef, ...] = ()


class DraftQuestion(_Out):
    """One question worth asking next."""

    field: str
    text: str
    why: str
    options: tuple[Option, ...]
    flags: tuple[str, ...]


class DraftVerdict(_Out):
    """The decision as it stands."""

    ml_needed: MlNeeded
    why: str
    ready: bool
    blockers: tuple[str, ...]
    missing: tuple[str, ...]


class DraftLawFinding(LawFinding):
    """A rule of law worth a look, with the publication that it is taken from."""

    source_title: str
    url: str


class DraftLaw(LawScreen):
    """The law screen of the draft."""

    findings: tuple[DraftLawFinding, ...] = ()


class Draft(_Out):
    """A whole draft scope."""

    schema_version: Literal[1] = SCHEMA_VERSION
    engine: str
    scope: dict[str, dict[str, DraftField]]
    flags: tuple[DraftFlag, ...]
    questions: tuple[DraftQuestion, ...]
    verdict: DraftVerdict
    law: DraftLaw = DraftLaw()
    remarks: tuple[GroundedRemark, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    notice: str = ""
    usage: Usage = Field(default_factory=Usage)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return self.model_dump(mode="json")


def make_draft(
    assessment: Assessment,
    catalogue: Catalogue,
    *,
    engine: str,
    grounded: Grounded | None = None,
    notice: str = "",
    usage: Usage | None = None,
) -> Draft:
    """Write an assessment down as a draft.

    Args:
        assessment: scope, flags, questions and verdict.
        catalogue: titles, actions and passages.
        engine: what read the text.
        grounded: the verified reading, for what was rejected.
        notice: something that did not go as planned.
        usage: what it cost.
    """
    facts = Facts(scope=assessment.scope)
    raised = [flag.id for flag in assessment.flags]
    scope = {
        section.id: {
            spec.id.split(".")[1]: _field(spec, assessment, facts)
            for spec in catalogue.fields
            if spec.section == section.id
        }
        for section in catalogue.sections
    }
    return Draft(
        engine=engine,
        scope=scope,
        flags=tuple(_flag(flag, raised, catalogue) for flag in assessment.flags),
        questions=tuple(
            DraftQuestion(
                field=question.field,
                text=question.text,
                why=question.why,
                options=question.options,
                flags=question.flags,
            )
            for question in assessment.questions
        ),
        verdict=DraftVerdict(**assessment.verdict.model_dump()),
        law=_law(assessment.law, catalogue),
        remarks=assessment.scope.remarks,
        rejected=grounded.rejections if grounded else (),
        notice=notice,
        usage=usage or Usage(),
    )


def _field(spec: FieldSpec, assessment: Assessment, facts: Facts) -> DraftField:
    state = assessment.scope.field(spec.id)
    return DraftField(
        status=state.status,
        value=state.value if state.status is not Status.MISSING else None,
        choices=state.choices,
        evidence=state.evidence,
        confidence=round(state.confidence, 3),
        title=spec.title,
        core=spec.core,
        applies=applies(spec, facts),
        conflict=state.conflict,
        basis=state.basis,
    )


def _flag(flag: Flag, raised: Collection[str], catalogue: Catalogue) -> DraftFlag:
    spec = catalogue.flag_by_id[flag.id]
    return DraftFlag(
        id=flag.id,
        kind=spec.kind,
        severity=flag.severity,
        why=flag.why,
        fields=flag.fields,
        evidence=flag.evidence,
        guidance=tuple(
            GuidanceRef(
                id=passage.id,
                title=passage.title,
                source=catalogue.source_by_id[passage.sources[0]].name,
                url=catalogue.source_by_id[passage.sources[0]].url,
                checked=passage.checked,
            )
            for passage in catalogue.passages_for(flag.id, flag.fields)
        ),
        title=spec.title,
        question=spec.question,
        actions=spec.actions,
        rules=flag.rules,
        incidents=tuple(
            IncidentRef(**incident.model_dump(exclude={"flags"}))
            for incident in catalogue.incidents_for(flag.id, beside=raised)
        ),
    )


def _law(screen: LawScreen, catalogue: Catalogue) -> DraftLaw:
    findings = tuple(
        DraftLawFinding(
            **finding.model_dump(),
            source_title=catalogue.source_by_id[finding.source].name,
            url=catalogue.source_by_id[finding.source].url,
        )
        for finding in screen.findings
    )
    return DraftLaw(**screen.model_dump(exclude={"findings"}), findings=findings)
