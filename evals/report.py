"""One self-contained HTML page of a run: figures with intervals, then every case, the worst first.

All text in it comes from cases, knowledge or models, so all of it is escaped; the page loads nothing and runs nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.baseline import Change
from evals.dataset import Case
from evals.figures import Figure, Figures, better
from evals.golds import ChangedText, FlagGold, GuidanceQuestion, ScriptedCase, ScriptedTurn
from evals.people import Simulation
from evals.runner import COSTS, Result, Run, worst_first
from evals.scorers import LOWER_IS_BETTER, UNBOUNDED
from evals.scoring import Gold
from evals.scripted_scorers import expected

STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>{style}</style></head>'
    "<body>{body}</body></html>\n"
)


def html(
    run: Run, cases: Sequence[Case], changes: Sequence[Change] = (), broken: Sequence[str] = (), against: str = ""
) -> str:
    """The page.

    Args:
        run: the run.
        cases: its cases, with their texts and what was expected.
        changes: differences from the baseline or an earlier report.
        broken: floors that the run breaks.
        against: what it was compared with.
    """
    by_id = {case.id: case for case in cases}
    title = f"Evaluation of {run.engine}"
    parts = [
        f"<h1>{escape(title)}</h1><p>{len(run.results)} cases, {len(run.errors)} without an outcome. "
        "The bar is the 95 % interval over resampled cases.</p>",
        _list("Floors broken", broken),
        _figures(run.figures),
        _changes(changes, against),
        _groups(run.groups),
        "<h2>Cases, the worst first</h2>",
        *(_case(result, by_id[result.id]) for result in worst_first(run.results) if result.id in by_id),
    ]
    return PAGE.format(title=escape(title), style=STYLE, body="\n".join(parts))


def _figures(figures: Figures) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}{' ↓' if name in LOWER_IS_BETTER else ''}</td>"
        f'<td class="number">{shown(name, one.value)}</td><td class="number">{shown(name, one.low)} – {shown(name, one.high)}</td>'
        f'<td>{_bar(name, one)}</td><td class="number">{one.cases}</td><td class="number">{one.counted:g}</td></tr>'
        for name, one in figures.items()
    )
    head = '<th>Score</th><th class="number">Value</th><th class="number">95 %</th><th></th><th class="number">Cases</th><th class="number">Weight</th>'
    return f'<h2>Figures</h2><p>↓ lower is better.</p><div class="scroll"><table><tr>{head}</tr>{rows}</table></div>'


def shown(name: str, value: float | None) -> str:
    """A figure as a person reads it."""
    if value is None:
        return "–"
    return f"{value:,.2f}" if name in UNBOUNDED else f"{100 * value:.1f} %"


def _bar(name: str, one: Figure) -> str:
    if name in UNBOUNDED:
        return ""
    low, high, value = (100 * min(max(x, 0.0), 1.0) for x in (one.low, one.high, one.value))
    return f'<div class="bar"><i style="left:{low:.1f}%;width:{high - low:.1f}%"></i><b style="left:{value:.1f}%"></b></div>'


def _changes(changes: Sequence[Change], against: str) -> str:
    if not against:
        return ""
    rows = "".join(
        f'<tr><td>{escape(one.name)}</td><td class="number">{shown(one.name, one.before)}</td>'
        f'<td class="number">{shown(one.name, one.now)}</td><td>{_direction(one)}</td></tr>'
        for one in changes
    )
    table = f'<table><tr><th>Score</th><th class="number">Before</th><th class="number">Now</th><th></th></tr>{rows}</table>'
    return f"<h2>Against {escape(against)}</h2>{table if rows else '<p>No figure has changed.</p>'}"


def _direction(one: Change) -> str:
    if one.worse:
        return f'<span class="worse">worse{": " + escape(one.less) if one.less else ""}</span>'
    if one.now is None or one.before is None:
        return "new"
    return '<span class="better">better</span>' if better(one.name, one.now, one.before) > 0 else "within the tolerance"


def _groups(groups: Mapping[str, Figures]) -> str:
    names = [
        name
        for name in dict.fromkeys(name for figures in groups.values() for name in figures)
        if name not in COSTS and not name.startswith("same")
    ]
    if not names:
        return ""
    head = "".join(f'<th class="number">{escape(name)}</th>' for name in names)
    rows = "".join(
        f"<tr><td>{escape(group)}</td>"
        + "".join(
            f'<td class="number">{shown(name, figures[name].value) if name in figures else ""}</td>' for name in names
        )
        + "</tr>"
        for group, figures in groups.items()
    )
    return f'<h2>Per group</h2><details><summary>{len(groups)} groups</summary><div class="scroll"><table><tr><th>Group</th>{head}</tr>{rows}</table></div></details>'


def _case(result: Result, case: Case) -> str:
    slips = [name for name, one in result.scores.items() if one.reason]
    note = (
        f"<span class='worse'>{escape(result.error)}</span>"
        if result.error
        else escape(", ".join(slips) or "all right")
    )
    where = escape(" · ".join(value for name, value in case.groups.items() if name != "kind"))
    tests = f"<p>{escape(case.tests)}</p>" if case.tests else ""
    sides = (
        ("Text", f"<pre>{_marked(case)}</pre>"),
        ("Expected", _gold(case)),
        ("Given", _output(result.output)),
    )
    columns = "".join(f"<div><h3>{title}</h3>{content}</div>" for title, content in sides)
    return f"<details><summary><b>{escape(case.id)}</b> <small>{escape(case.kind)} {where}: {note}</small></summary>{tests}<h3>Why</h3><div class='scroll'>{_scores(result)}</div><div class='side'>{columns}</div></details>"


def _marked(case: Case) -> str:
    """The text, with the places that were expected as evidence marked."""
    spans = (
        sorted({span for one in case.gold.fields.values() for span in one.spans}) if isinstance(case.gold, Gold) else []
    )
    out, at = [], 0
    for start, end in spans:
        if start >= at:
            out += [escape(case.text[at:start]), f"<mark>{escape(case.text[start:end])}</mark>"]
            at = end
    return "".join([*out, escape(case.text[at:])])


def _gold(case: Case) -> str:
    gold = case.gold
    if isinstance(gold, Gold):
        fields = [
            _entry(name, one.status, sorted(one.choices), [case.text[a:b] for a, b in one.spans])
            for name, one in gold.fields.items()
        ]
        more = [
            f"must flag: {_names(gold.must_flag or ())}",
            f"may flag: {_names(gold.may_flag)}",
            f"ML needed: {gold.ml_needed or 'not said'}",
        ]
        return _bullets([*more, f"asks first: {_names(gold.top_questions)}"]) + _raw_list(fields)
    if isinstance(gold, FlagGold):
        sides = {"harm": gold.harm_flags, "may": gold.may_flag, "must not": gold.must_not_flag}
        what = gold.incident or gold.control or ""
        return _bullets([what, *(f"{side}: {_names(flags)}" for side, flags in sides.items() if flags)])
    if isinstance(gold, GuidanceQuestion):
        return _bullets([f"one of {_names(gold.passages)}" if gold.passages else "nothing"])
    if isinstance(gold, ChangedText):
        moved = {"the same flags": gold.same, "gone": gold.gone, "appears": gold.appears}
        return _bullets(f"{side}: {_names(changes)}" for side, changes in moved.items() if changes)
    return _gold_of_talk(gold)


def _gold_of_talk(gold: Any) -> str:  # noqa: ANN401 - one of the kinds of talks
    if isinstance(gold, Simulation):
        return _bullets(f"{name}: {truth.says}" for name, truth in gold.project.truth.items())
    if isinstance(gold, ScriptedCase):
        return _bullets(f"“{turn.says}” {_wanted(turn)}" for turn in gold.turns)
    return _bullets(f"{turn.intent}: {', '.join(turn.fields) or 'no field'}" for turn in gold.turns)


def _wanted(turn: ScriptedTurn) -> str:
    return "; ".join(name for name, _ in expected(turn.expect, {})) or "nothing in particular"


def _output(output: Mapping[str, Any]) -> str:
    if "steps" in output:
        return _bullets(_step(step) for step in output["steps"])
    if "log" in output:
        wrong = [f"{name}: {why}" for name, why in output["wrong"].items()]
        return _bullets(wrong) + "".join(f"<pre>{escape(line)}</pre>" for line in output["log"])
    if "turns" in output:
        return _raw_list(_turn(turn) for turn in output["turns"])
    if "fields" not in output:
        return _bullets(f"{name}: {_names(value)}" for name, value in output.items()) if output else "<p>nothing</p>"
    fields = [
        _entry(name, one["status"], one["choices"], [item["quote"] for item in one["evidence"]])
        for name, one in output["fields"].items()
    ]
    flags = [
        f"<b>{escape(flag['id'])}</b> ({escape(flag['severity'])}): {escape(flag['why'])}" for flag in output["flags"]
    ]
    more = [f"ML needed: {output['verdict']['ml_needed']}", f"asks: {', '.join(output['questions'])}"]
    return _bullets(more) + _raw_list(flags) + _raw_list(fields)


def _step(step: Mapping[str, Any]) -> str:
    known = [f"{name} {one['status']}" for name, one in step["fields"].items() if one["status"] != "missing"]
    asks, flags = ", ".join(step["asks"]) or "nothing", ", ".join(step["flags"]) or "none"
    return f"“{step['says']}” {'; '.join(known) or 'no field'}. Flags: {flags}. Rejected: {len(step['rejected'])}. Asks {asks}."


def _turn(turn: Mapping[str, Any]) -> str:
    claims = ", ".join(claim["field"] for claim in turn["claims"]) or "no field"
    return f"“{escape(turn['says'])}” <br><b>{escape(turn['intent'])}</b>: {escape(claims)}<br>{escape(turn['reply'])}<br>→ {escape(turn['question'])}"


def _entry(name: str, status: str, choices: Iterable[str], quotes: Iterable[str]) -> str:
    what = " ".join([status if status != "stated" else "", *(f"[{choice}]" for choice in choices)]).strip()
    return f"<b>{escape(name)}</b> {escape(what)} " + " · ".join(f"“{escape(quote)}”" for quote in quotes)


def _scores(result: Result) -> str:
    rows = "".join(
        f'<tr><td>{escape(name)}</td><td class="number">{shown(name, one.value)}</td><td>{escape(one.reason)}</td></tr>'
        for name, one in result.scores.items()
    )
    return f"<table>{rows}</table>"


def _list(title: str, lines: Sequence[str]) -> str:
    return f"<h2>{title}</h2><div class='worse'>{_bullets(lines)}</div>" if lines else ""


def _bullets(lines: Iterable[str]) -> str:
    return _raw_list(escape(line) for line in lines if line)


def _raw_list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _names(names: Any) -> str:  # noqa: ANN401 - any collection of names
    return ", ".join(sorted(str(name) for name in names)) or "none"
