"""What an organisation writes in its own folder is shown as the words that it is: no link, image or markup comes to life."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from assistant.domain.assessment import assess
from assistant.domain.catalogue import Catalogue
from assistant.domain.draft import make_draft
from assistant.domain.evidence import Source
from assistant.domain.grounding import patch, verify
from assistant.domain.reading import Claim, Intent, Signal
from assistant.domain.scope import Scope, apply
from assistant.exports.markdown import address, to_markdown
from assistant.knowledge import load
from assistant.resources import folder
from tests.domain.made import TODAY, reading
from ui.parts.law_html import law_html

EVIL = (
    "<script>alert(1)</script> ![x](https://evil.example/x.png) [click](javascript:alert(1)) https://evil.example **B**"
)
SOURCES = f"""sources:
- {{id: house, title: "House {EVIL}", by: "Us {EVIL}", year: "2026", url: "https://intranet.example/>{EVIL}", check: verified}}
"""
INCIDENTS = f"""incidents:
- {{id: own-outage, year: 2026, title: "Outage {EVIL}", built: "A queue", wrong: "It stopped {EVIL}", flags: [no_owner],
   source: "Post mortem {EVIL}", url: "https://intranet.example/outage>{EVIL}", check: verified}}
"""
LAW = f"""places:
- {{id: CITY, title: "our city {EVIL}", within: EU, names: [springfield]}}
rules:
- id: city.register
  jurisdiction: CITY
  title: "City register {EVIL}"
  says: "Each system is entered {EVIL}"
  tier: duty
  when: {{op: seen, signals: [task_score_people]}}
  valid_from: 2026-01-01
  checked_on: 2026-11-01
  source: house
  changes_if: "nobody is scored {EVIL}"
  fires: [{{says: Scored, signals: [task_score_people]}}]
  quiet: [{{says: Counted, signals: [task_forecast]}}]
"""
PASSAGES = f"""---
topic: house-rules
title: House rules
---

## Who signs {EVIL}?
<!-- id: house-signature | fields: project.users | flags: no_owner | sources: house | checked: 2026-11-01 -->

The head of the department and the data protection officer sign every scope before work starts.
"""
TEXT = "In Springfield we score tenants. Nobody owns it after launch."


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Our knowledge with a hostile folder on top."""
    extra: Path = tmp_path_factory.mktemp("own")
    (extra / "guidance").mkdir()
    for name, text in {
        "sources.yaml": SOURCES,
        "incidents.yaml": INCIDENTS,
        "law.yaml": LAW,
        "guidance/house.md": PASSAGES,
    }.items():
        (extra / name).write_text(text, encoding="utf-8")
    return load(folder("knowledge"), extra)


@pytest.fixture(scope="module")
def draft(own: Catalogue):
    source = Source(id="description", text=TEXT)
    parts = (
        Claim(field="project.summary", quote="In Springfield we score tenants"),
        Signal(id="task_score_people", quote="we score tenants"),
        Signal(id="no_owner_named", quote="Nobody owns it after launch"),
    )
    grounded = verify(reading(*parts), source, own)
    scope = apply(Scope(), patch(grounded, own, Intent.ANSWER))
    assessment = assess(scope, own, words=200, today=TODAY)
    made = make_draft(assessment, own, engine="scripted", grounded=grounded)
    incident = next(item for item in own.incidents if item.id == "own-outage")
    shown = {key: value for key, value in incident.model_dump().items() if key != "flags"}
    passage = own.passage_by_id["house-signature"]
    flags = []
    for flag in made.flags:  # which of the many are shown is ranked: here the hostile ones are
        guidance = [
            ref.model_copy(update={"title": passage.title, "source": EVIL, "url": EVIL}) for ref in flag.guidance
        ]
        incidents = [item.model_copy(update=shown) for item in flag.incidents]
        flags.append(flag.model_copy(update={"guidance": tuple(guidance), "incidents": tuple(incidents)}))
    return made.model_copy(update={"flags": tuple(flags)})


def test_the_hostile_words_are_in_the_draft(draft):
    assert "city.register" in [finding.rule for finding in draft.law.findings]
    assert any(flag.incidents for flag in draft.flags)
    assert any(flag.guidance for flag in draft.flags)


def test_nothing_of_them_comes_to_life(draft, own):
    markdown = to_markdown(draft, own)
    for words in ("City register", "Each system is entered", "nobody is scored", "Outage", "It stopped", "Post mortem"):
        assert words in markdown, "shown all the same"
    known = {source.url for source in own.sources if source.id != "house"}
    for parser in (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})):
        tokens = [child for token in parser.parse(markdown) for child in (token, *(token.children or ()))]
        assert {token.attrs["href"] for token in tokens if token.type == "link_open"} <= known
        assert not [token for token in tokens if token.type in ("image", "html_block", "html_inline")]
        html = parser.render(markdown)
        assert "<script" not in html
        assert "<img" not in html
        assert "<strong>B</strong>" not in html
        assert html.count("&lt;script&gt;") >= 8
    assert "https://evil.example" not in markdown, "no bare address for GitHub to link"


def test_the_screen_shows_them_as_words_too(draft):
    html = law_html(draft.law, {})
    assert "<script" not in html
    assert "<img" not in html
    assert "evil.example/x.png" in html


@pytest.mark.parametrize("url", ["https://a.example/b_(c)?d=1&e=*#f", "http://a.example"])
def test_a_web_address_becomes_a_link(url):
    (token,) = [token for token in MarkdownIt().parse(f"see {address(url)}") if token.type == "inline"]
    assert [child.attrs["href"] for child in token.children if child.type == "link_open"] == [url]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a.example/> [x](https://evil.example)",
        "https://a.example/\n# heading",
        "https://a.example/<b>",
        "data:text/html,x",
        "",
    ],
)
def test_what_is_no_web_address_or_would_end_its_link_early_stays_words(url):
    tokens = [child for token in MarkdownIt().parse(f"- {address(url)}x") for child in (token, *(token.children or ()))]
    assert not [token for token in tokens if token.type in ("link_open", "heading_open", "html_inline")]
