"""Makes the words of people and models safe to show: never a link, image, HTML or directive.

`plain` is for Streamlit's labels and messages, which are Markdown; all else is our own HTML,
made with `escape` and `rich`.
"""

import html
import re

JOINER = "\u2060"
"""An invisible character that keeps `https://`, `:smile:` and `a@b.org` from being recognised."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_RECOGNISED = re.compile(r"(:(?=\S)|@|\bwww(?=\.))", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LIST_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_CITED = re.compile(r"\[(\d{1,2})\]")


def plain(text: str) -> str:
    """Escape a text for a place that reads Markdown, on one line."""
    flat = " ".join(clean(text).split())
    broken = _RECOGNISED.sub(rf"\1{JOINER}", flat)
    return _PUNCTUATION.sub(r"\\\1", broken)


def clean(text: str) -> str:
    """Drop control characters, and those that turn the direction of writing around."""
    return _CONTROLS.sub("", text)


def escape(text: str) -> str:
    """Escape a text for HTML, attributes included."""
    return html.escape(clean(text), quote=True)


def rich(text: str) -> str:
    """Lay a reply out as HTML: paragraphs, lists, bold and citation marks, and nothing else."""
    blocks = re.split(r"\n\s*\n", clean(text).replace("\r\n", "\n").strip())
    return "".join(_block(block) for block in blocks if block.strip())


def shortened(text: str, limit: int) -> str:
    """Cut a text at a word, with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rsplit(" ", 1)[0] + " …"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 message`, `2 messages`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def link(url: str, label: str) -> str:
    """A link to a source of ours, or only its label where the address is no web page."""
    if not url.startswith(("https://", "http://")):
        return escape(label)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def checked_on(day: str) -> str:
    """When the facts of a passage were checked, where that is known."""
    return f' <span class="soft">checked {escape(day)}</span>' if day else ""


def _block(block: str) -> str:
    parts: list[str] = []
    lines: list[str] = []
    items: list[str] = []
    numbered = False
    for line in [*block.split("\n"), ""]:
        is_item = bool(_LIST_ITEM.match(line))
        if items and not is_item:
            tag = "ol" if numbered else "ul"
            parts.append(f"<{tag}>{''.join(items)}</{tag}>")
            items = []
        if is_item:
            parts, lines = _flushed(parts, lines)
            numbered = bool(_NUMBERED.match(line))
            items.append(f"<li>{_inline(_LIST_ITEM.sub('', line))}</li>")
        elif line.strip():
            lines.append(line)
    return "".join(_flushed(parts, lines)[0])


def _flushed(parts: list[str], lines: list[str]) -> tuple[list[str], list[str]]:
    paragraph = [f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"] if lines else []
    return [*parts, *paragraph], []


def _inline(line: str) -> str:
    safe = escape(re.sub(r"^#{1,6}\s+", "", line.strip()))
    return _CITED.sub(r'<sup class="cite">[\1]</sup>', _BOLD.sub(r"<strong>\1</strong>", safe))
