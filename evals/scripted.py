"""Plays scripted talks: the readings are given, good and bad, so that only what code makes of them is measured."""

from collections.abc import Iterator
from typing import Any

from assistant.domain.conditions import Facts
from assistant.domain.evidence import Evidence
from assistant.domain.questions import applies
from assistant.domain.reading import Claim, Polarity, Reading, Remark, Signal
from assistant.domain.reply import ReplyPlan
from assistant.domain.session import TurnKind
from assistant.ports import ReadRequest
from assistant.service import Assistant, SessionView
from evals.exported import exported
from evals.golds import ScriptedCase, ScriptedTurn

NAME = "scripted"
Output = dict[str, Any]


class ScriptedEngine:
    """Gives the readings of the case at hand, in order, whatever it is asked."""

    name = NAME

    def __init__(self) -> None:
        self._turns: Iterator[ScriptedTurn] = iter(())

    def take(self, case: ScriptedCase) -> None:
        """Read from this case from now on."""
        self._turns = iter(case.turns)

    def read(self, _request: ReadRequest) -> Reading:
        """Give the next reading."""
        return _reading(next(self._turns))

    def reply(self, plan: ReplyPlan) -> Iterator[str]:
        """Say what was heard."""
        yield "Noted: " + (", ".join(heard.title.lower() for heard in plan.heard) or "nothing new") + "."


def _reading(turn: ScriptedTurn) -> Reading:
    return Reading(
        engine=NAME,
        intent=turn.intent,
        claims=tuple(Claim(**claim.model_dump()) for claim in turn.claims),
        signals=tuple(Signal(**signal.model_dump()) for signal in turn.signals),
        remarks=tuple(Remark(text="words that steer", quote=words) for words in turn.remarks),
    )


def play(assistant: Assistant, case: ScriptedCase) -> Output:
    """Say all messages of a case and write down what is known and concluded after each."""
    session = assistant.start(depth=case.depth).info.id
    turns = []
    for turn in case.turns:
        kind = TurnKind.DESCRIPTION if turn.description else TurnKind.MESSAGE
        turns.append(_after(assistant.say(session, turn.says, kind=kind), assistant))
    draft = assistant.session_draft(session)
    assistant.delete(session)
    return {"steps": turns, "draft": exported(draft, assistant.catalogue)}


def _after(view: SessionView, assistant: Assistant) -> Output:
    texts = {turn.source.id: turn.text for turn in view.turns}
    latest, scope, verdict = view.turns[-1], view.state.scope, view.assessment.verdict
    fields = {
        spec.id: {
            "status": state.status,
            "choices": list(state.choices),
            "conflict": state.conflict,
            "quotes": [item.quote for item in state.evidence],
            "at": [item.start for item in state.evidence],
            "former": [former.value for former in state.history],
            "applies": applies(spec, Facts(scope=scope)),
        }
        for spec in assistant.catalogue.fields
        for state in [scope.field(spec.id)]
    }
    cited = [item for state in scope.fields.values() for item in state.evidence]
    cited += [signal.evidence for signal in scope.signals]
    return {
        "says": latest.text,
        "reply": latest.reply,
        "fields": fields,
        "signals": [signal.id for signal in scope.signals if signal.polarity is Polarity.PRESENT],
        "rejected": [rejection.quote for rejection in latest.grounded.rejections],
        "astray": [item.quote for item in cited if not _stands(item, texts)],
        "flags": {flag.id: flag.severity for flag in view.assessment.flags},
        "asks": list(view.question.fields) if view.question else [],
        "offers": [option.choice for option in view.question.options] if view.question else [],
        "later": [field for question in view.assessment.questions for field in question.fields],
        "verdict": verdict.model_dump(mode="json"),
        "tier": view.assessment.law.tier,
        "law": {finding.rule: finding.in_force for finding in view.assessment.law.findings},
        "remarked": [remark.evidence.quote for remark in scope.remarks],
    }


def _stands(item: Evidence, texts: dict[str, str]) -> bool:
    return texts.get(item.source, "")[item.start : item.end] == item.quote
