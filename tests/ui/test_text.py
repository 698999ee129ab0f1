import re

import pytest

from ui.parts.text import JOINER, clean, counted, escape, link, plain, rich, shortened

HOSTILE = (
    "![x](https://evil.example/a.png)",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "https://evil.example www.evil.example me@evil.example",
    ":material/home: :red[text] :smile:",
    "$x^2$ `code` # head\n---\n| a | b |",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_mark_of_punctuation_is_escaped_in_labels(text):
    assert not re.search(r"(?<!\\)[!-/:-@\[\]^_`{-~]", plain(text))
    assert "\n" not in plain(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_read_as_they_were_written(text):
    read = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(text)).replace(JOINER, "")
    assert read == " ".join(text.split())


@pytest.mark.parametrize("text", ["https://a.b", "www.a.b", "me@a.org", ":smile:"])
def test_what_would_be_recognised_after_unescaping_is_broken_up(text):
    assert JOINER in plain(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_replies_hold_only_our_own_tags(text):
    tags = set(re.findall(r"<(\w+)", rich(text)))
    assert tags <= {"p", "br", "ul", "ol", "li", "strong", "sup"}
    assert "href" not in re.sub(r"&[^;]+;", "", rich(text).split("<")[0])


def test_replies_keep_paragraphs_lists_bold_and_citations():
    made = rich("First **big** line\nsecond\n\n- one\n- two\n\n1. a\n2. b\n\nSee [1].")
    assert made == (
        "<p>First <strong>big</strong> line<br>second</p>"
        "<ul><li>one</li><li>two</li></ul><ol><li>a</li><li>b</li></ol>"
        '<p>See <sup class="cite">[1]</sup>.</p>'
    )


def test_a_list_may_follow_a_line_directly():
    assert rich("Open:\n- one\nand so on") == "<p>Open:</p><ul><li>one</li></ul><p>and so on</p>"


def test_attributes_cannot_be_closed():
    assert escape("\" onmouseover='x'") == "&quot; onmouseover=&#x27;x&#x27;"


def test_direction_and_control_characters_are_dropped():
    assert clean("a\u202eb\x00c\u2066d\n") == "abcd\n"


def test_only_web_pages_are_linked():
    assert link("javascript:alert(1)", "a<b") == "a&lt;b"
    assert link('https://a.example/?q=1&r="', "x").startswith('<a href="https://a.example/?q=1&amp;r=&quot;"')


def test_texts_are_cut_at_a_word():
    assert shortened("one two three", 8) == "one two …"
    assert shortened("one  two", 8) == "one two"


@pytest.mark.parametrize(("number", "words"), [(1, "1 step"), (2, "2 steps"), (1200, "1,200 steps")])
def test_counts_agree_with_their_noun(number, words):
    assert counted(number, "step") == words
