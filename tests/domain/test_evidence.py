"""Quotes are found where they stand, exactly or folded, and nowhere else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.domain.evidence import Source, Span, cite, locate

WORDS = st.text(alphabet=st.sampled_from("ab \n\t'\"-’“”–—é\u0301ñ😀\u00a0\u200b中각"), min_size=0, max_size=60)

# text, quote as an engine may give it, and the words that it stands for
PLANTED = {
    "exact": ("We hold 12,707 photos of moths.", "12,707 photos", "12,707 photos"),
    "curly quotes": ("They call it “the bin”, it’s full.", '"the bin", it\'s full', "“the bin”, it’s full"),
    "straight for curly": ('They call it "the bin".', "“the bin”", '"the bin"'),
    "en dash": ("within 6–8 weeks at most", "6-8 weeks", "6–8 weeks"),
    "em dash": ("no labels — none at all", "no labels - none", "no labels — none"),
    "CRLF": ("No labels\r\nexist so far.", "No labels exist", "No labels\r\nexist"),
    "two spaces": ("No  labels   exist.", "No labels exist", "No  labels   exist"),
    "no-break space": ("about 40\u00a0000 rows", "40 000 rows", "40\u00a0000 rows"),
    "NFD in the text": ("the cafe\u0301 queue", "café queue", "cafe\u0301 queue"),
    "NFC in the text": ("the café queue", "cafe\u0301 queue", "café queue"),
    "soft hyphen": ("the label\u00adling plan", "labelling plan", "label\u00adling plan"),
    "zero-width space": ("user\u200bname list", "username list", "user\u200bname list"),
    "after an emoji": ("😀😀 no labels 😀", "no labels", "no labels"),
    "an emoji folded": ("we’re 😀 happy", "we're 😀 happy", "we’re 😀 happy"),
    "outer white space": ("no labels yet", "  no labels\n", "no labels"),
    "Korean": ("라벨이 각각 없다", "각각", "각각"),
}


@pytest.mark.parametrize(("text", "quote", "words"), PLANTED.values(), ids=PLANTED)
def test_a_planted_quote_is_found_at_its_offset(text, quote, words):
    span = locate(quote, text)
    assert span == Span(start=text.index(words), end=text.index(words) + len(words))


NOT_THERE = {
    "other words": ("We have labels.", "We have no labels"),
    "another case": ("We have labels.", "we HAVE labels"),
    "another letter": ("the cafe\u0301 queue", "cafe queue"),
    "a letter without its accent, composed": ("le café", "cafe"),
    "a letter without its accent, parted": ("Caf\u00e9 “x”", "Cafe 'x'"),
    "a mark alone": ("le café", "\u0301"),
    "part of a syllable": ("각", "가"),
    "words left out": ("no labels exist at all", "no labels at all"),
    "nothing": ("some text", ""),
    "white space": ("some text", " \n "),
    "only invisible": ("some text", "\u200b"),
}


@pytest.mark.parametrize(("text", "quote"), NOT_THERE.values(), ids=NOT_THERE)
def test_nothing_fuzzy_is_found(text, quote):
    assert locate(quote, text) is None


def test_of_two_places_the_nearest_is_taken():
    text = "No labels. Later we said: no labels. And again: no labels."
    first, second, third = (i for i in range(len(text)) if text.lower().startswith("no labels", i))
    assert locate("no labels", text) == Span(start=second, end=second + 9)
    assert locate("no labels", text, near=third - 2) == Span(start=third, end=third + 9)
    assert locate("No labels", text, near=third) == Span(start=first, end=first + 9)


def test_of_two_folded_places_the_nearest_is_taken():
    text = "It’s free. No, it’s not: it’s paid."
    assert locate("it's", text) == Span(start=15, end=19)
    assert locate("it's", text, near=30) == Span(start=25, end=29)


@given(WORDS, st.data())
def test_every_slice_of_a_text_is_found_again(text, data):
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))].strip()
    span = locate(quote, text, near=start)
    if not quote:
        assert span is None
    else:
        assert span is not None
        assert text[span.start : span.end] == quote


@given(WORDS, WORDS)
def test_what_is_cited_is_what_stands_there(text, quote):
    span = locate(quote, text)
    if span is not None:
        found = cite(Source(id="description", text=text), span)
        assert text[found.start : found.end] == found.quote
        assert found.quote
        assert _plain(found.quote) == _plain(quote.strip())
        assert found.span == span


@given(WORDS, WORDS, WORDS)
def test_a_quote_in_other_typography_is_found(before, quote, after):
    words = f"x{quote.strip()}x"
    text = f"{before}. {words} .{after}"
    typed = words.replace("’", "'").replace("“", '"').replace("–", "-").replace("\n", " ")
    span = locate(typed, text)
    assert span is not None
    assert _plain(text[span.start : span.end]) == _plain(words)


def _plain(text: str) -> str:
    """The text without the differences that are folded."""
    for char, plain in {"’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u200b": "", "\u00a0": " "}.items():
        text = text.replace(char, plain)
    return " ".join(unicodedata.normalize("NFD", text).split())


def test_a_span_holds_something_and_overlaps_by_a_character():
    with pytest.raises(ValidationError):
        Span(start=4, end=4)
    assert Span(start=0, end=5).overlaps(Span(start=4, end=9))
    assert not Span(start=0, end=5).overlaps(Span(start=5, end=9))
