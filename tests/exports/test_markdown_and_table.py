"""Documents for people: every value with its words, every gap named, and nothing that people wrote comes to life."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from assistant.domain.assessment import assess
from assistant.domain.draft import Draft, make_draft
from assistant.domain.evidence import Source
from assistant.domain.grounding import patch, verify
from assistant.domain.reading import Claim, Intent, Remark, Signal, Status
from assistant.domain.scope import Scope, apply
from assistant.exports.markdown import escaped, to_markdown
from assistant.exports.table import print_draft
from tests.domain.made import TODAY, reading

NASTY = (
    "<script>alert(1)</script> ![x](https://evil.example/x.png) [click](javascript:alert(1)) **bold** :warning: [red]"
)
TEXT = (
    f"Sorting moths {NASTY}. Nobody has labelled a photo. All photos are labelled. "
    "We don’t know who would look after it. Cameras watch the nurses. No law applies."
)
PARTS = (
    Claim(field="project.summary", quote=f"Sorting moths {NASTY}"),
    Claim(field="data.labels", choices=("unlabelled",), quote="Nobody has labelled a photo"),
    Claim(field="data.labels", choices=("labelled",), quote="All photos are labelled"),
    Claim(field="timeline.team", status=Status.UNKNOWN, quote="We don't know who would look after it"),
    Claim(field="ethics.regulation", status=Status.NOT_APPLICABLE, quote="No law applies"),
    Claim(field="impact.affected_people", quote="Cameras watch the nurses"),
    Signal(id="labels_absent", quote="Nobody has labelled a photo"),
)


def drafted(catalogue, *parts, text=TEXT, notice="", words=200) -> Draft:
    source = Source(id="description", text=text)
    grounded = verify(reading(*parts, remarks=(Remark(text=f"1. {NASTY}", quote="Cameras watch"),)), source, catalogue)
    scope = apply(Scope(), patch(grounded, catalogue, Intent.ANSWER))
    assessment = assess(scope, catalogue, words=words, today=TODAY)
    return make_draft(assessment, catalogue, engine="scripted", grounded=grounded, notice=notice)


@pytest.fixture(scope="session")
def draft(catalogue) -> Draft:
    return drafted(catalogue, *PARTS, notice=f"Note {NASTY}")


@pytest.fixture(scope="session")
def markdown(draft, catalogue) -> str:
    return to_markdown(draft, catalogue)


def lines_with(text: str, words: str) -> list[str]:
    return [line for line in text.splitlines() if words in line]


def test_every_section_and_field_of_the_guide_stands_there(markdown, draft, catalogue):
    for section in catalogue.sections:
        assert lines_with(markdown, f"## {section.title}")
        for field in draft.scope[section.id].values():
            assert lines_with(markdown, f"- {field.title}"), field.title


def test_the_four_statuses_read_differently(markdown, catalogue):
    titles = {
        name: catalogue.field_by_id[name].title
        for name in ("data.labels", "timeline.team", "ethics.regulation", "data.volume", "need.problem")
    }
    assert "two statements contradict each other" in lines_with(markdown, f"- {titles['data.labels']}")[0]
    assert "not known yet" in lines_with(markdown, f"- {titles['timeline.team']}")[0]
    assert "not applicable" in lines_with(markdown, f"- {titles['ethics.regulation']}")[0]
    assert lines_with(markdown, f"- {titles['data.volume']}")[0].endswith(": missing")
    assert lines_with(markdown, f"- {titles['need.problem']}")[0].endswith("**missing**"), "core gaps stand out"


def test_a_field_that_does_not_apply_is_no_gap(catalogue):
    calm = to_markdown(
        drafted(catalogue, Claim(field="data.labels", choices=("labelled",), quote="All photos are labelled")),
        catalogue,
    )
    assert lines_with(calm, f"- {catalogue.field_by_id['data.labelling_plan'].title}")[0].endswith(
        "does not apply so far"
    )


def test_every_value_has_its_words_and_their_place(markdown):
    quote = "Nobody has labelled a photo"
    start = TEXT.index(quote)
    assert lines_with(markdown, f"“{quote}” (description, {start}–{start + len(quote)})")


def test_every_warning_says_why_what_to_ask_and_what_to_do(markdown, draft):
    assert draft.flags
    for flag in draft.flags:
        assert lines_with(markdown, f"(`{flag.id}`)"), flag.id
    assert len(lines_with(markdown, "  - Ask: ")) == len(draft.flags)
    assert len(lines_with(markdown, "  - Do (")) >= len(draft.flags)
    read = lines_with(markdown, "  - Read: ")
    assert len(read) >= len(draft.flags)
    assert all(re.search(r", checked on \d+ \w+ \d{4}$", line) for line in read)


def test_nothing_that_people_wrote_comes_to_life(markdown, draft):
    pages = {
        flag_url
        for flag in draft.flags
        for flag_url in (*(ref.url for ref in flag.guidance), *(item.url for item in flag.incidents))
    }
    pages |= {finding.url for finding in draft.law.findings}
    for parser in (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})):
        tokens = [child for token in parser.parse(markdown) for child in (token, *(token.children or ()))]
        assert {token.attrs["href"] for token in tokens if token.type == "link_open"} <= pages
        assert not [token for token in tokens if token.type in ("image", "html_block", "html_inline")]
        html = parser.render(markdown)
        assert "<script" not in html
        assert "<img" not in html
        assert html.count("&lt;script&gt;") >= 3, "it is shown as the words that it is"


def test_bare_addresses_are_no_links_for_github_either(markdown):
    assert "https://evil.example" not in markdown
    assert "https\\://evil.example" in markdown
    assert escaped("see www.evil.example or HTTP://x.y") == "see www\\.evil.example or HTTP\\://x.y"


WRITTEN = st.text(alphabet=st.sampled_from("ab 1.)(*_`#+-=~<>&|[]{}!$\\\n\t:;/“é😀@^\"'?%"), max_size=50)


@given(WRITTEN)
def test_an_escaped_text_is_shown_as_it_is(text):
    shown = " ".join(text.split())
    (tokens,) = [token for token in MarkdownIt("commonmark").parse(f"- {escaped(text)}x") if token.type == "inline"]
    assert "".join(child.content for child in tokens.children) == f"{shown}x"
    assert {child.type for child in tokens.children} <= {"text", "text_special"}
    blocks = [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(f"- {escaped(text)}x")]
    assert blocks == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    ]


@given(st.text(max_size=60))
def test_an_escaped_text_stays_on_one_line(text):
    assert len(f"x{escaped(text)}".splitlines()) == 1


def test_an_empty_draft_is_a_document_too(catalogue):
    empty = to_markdown(make_draft(assess(Scope(), catalogue, words=2, today=TODAY), catalogue, engine="x"), catalogue)
    assert empty.startswith("# Scope: ML project\n")
    assert "None raised by what was said so far." in empty
    assert "## Remarks" not in empty


def test_with_nothing_left_to_ask_it_says_so(draft, catalogue):
    done = draft.model_copy(update={"questions": ()})
    assert "## Next questions\n\nNone." in to_markdown(done, catalogue)


def test_the_title_is_the_person_s_or_the_one_given(catalogue):
    named = drafted(catalogue, Claim(field="project.title", quote="Sorting moths"))
    assert to_markdown(named, catalogue).startswith("# Scope: Sorting moths\n")
    assert to_markdown(named, catalogue, "Night *shift*").startswith("# Scope: Night \\*shift\\*\n")


def printed(draft: Draft, catalogue, **more) -> str:
    out = io.StringIO()
    print_draft(draft, catalogue, Console(file=out, width=4000, emoji=False, color_system=None), **more)
    return out.getvalue()


def test_the_table_shows_what_people_wrote_letter_by_letter(draft, catalogue):
    wide = printed(draft, catalogue)
    assert ":warning: [red]" in wide or "…" in wide
    short = drafted(catalogue, Claim(field="project.summary", quote="**bold** :warning: [red]"))
    assert "**bold** :warning: [red]" in printed(short, catalogue)


def test_the_table_tells_the_statuses_apart(draft, catalogue):
    text = printed(draft, catalogue)
    for words in ("contradiction", "not known yet", "not applicable", "missing", "does not apply", "(optional)"):
        assert words in text, words
    assert f"Warnings ({len(draft.flags)})" in text
    assert "Ready to start: no" in text


def test_the_table_explains_on_request(draft, catalogue):
    start = TEXT.index("Cameras watch the nurses")
    assert f"at {start}–{start + 24}" in printed(draft, catalogue, explain=True)
    assert "because:" in printed(draft, catalogue, explain=True)
    assert "because:" not in printed(draft, catalogue)


def test_the_table_shows_the_first_questions_and_how_many_more(draft, catalogue):
    assert len(draft.questions) > 7
    assert f"… and {len(draft.questions) - 7} more" in printed(draft, catalogue)
    assert "more (" not in printed(draft.model_copy(update={"questions": draft.questions[:7]}), catalogue)
    assert "Ask next" not in printed(draft.model_copy(update={"questions": ()}), catalogue)
