"""Tells what a file is, by its content and then its name; those that cannot be read are named."""

import io
import re
import zipfile
from enum import StrEnum
from typing import NoReturn

from assistant.errors import InputError

READABLE = "PDF, Word (.docx), Markdown, plain text, HTML or e-mail (.eml)"
NAME_CHARS = 60


class Kind(StrEnum):
    """The kinds of document that can be read."""

    PDF = "pdf"
    WORD = "word"
    MAIL = "mail"
    HTML = "html"
    TEXT = "text"


_PICTURE = "is a picture: type or paste the words that it shows."
_RECORDING = "is a recording: give its transcript instead."
_ARCHIVE = "is an archive: unpack it and give one document from it."
_EXCEL = "is a spreadsheet: paste the cells that describe the project, or save it as PDF."
_SLIDES = "is a presentation: save it as PDF, or paste its text."
_OLD_WORD = "is in the old Word format (.doc): save it as .docx or PDF, or paste its text."
_OTHER_WORD = "is not in Word's .docx format: save it as .docx or PDF, or paste its text."
_OUTLOOK = "is an Outlook message (.msg): save it as .eml, or paste its text."
_LOCKED = "is protected with a password: save a copy without it, or paste its text."
_BINARY = f"is a binary file, not a document: use {READABLE}, or paste the text."
_BROKEN_PDF = "is a broken PDF: save or export it again, or paste its text."
_BROKEN_WORD = "is a broken Word file: open it in Word and save it again, or paste its text."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"ID3\x02", _RECORDING),
    (b"ID3\x03", _RECORDING),
    (b"ID3\x04", _RECORDING),
    (b"\xff\xfb", _RECORDING),
    (b"OggS", _RECORDING),
    (b"fLaC", _RECORDING),
    (b"\x1aE\xdf\xa3", _RECORDING),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"BZh9", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"{\\rtf", _OTHER_WORD),
)
# Containers whose first bytes say little: the tag stands some bytes in.
_TAGGED: tuple[tuple[bytes, int, bytes, str], ...] = (
    (b"RIFF", 8, b"WEBP", _PICTURE),
    (b"RIFF", 8, b"WAVE", _RECORDING),
    (b"RIFF", 8, b"AVI ", _RECORDING),
    (b"", 4, b"ftyphei", _PICTURE),
    (b"", 4, b"ftypmif1", _PICTURE),
    (b"", 4, b"ftypavif", _PICTURE),
    (b"", 4, b"ftyp", _RECORDING),
    (b"BM", 6, b"\x00\x00\x00\x00", _PICTURE),
    (b"", 257, b"ustar", _ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", _LOCKED),
    ("__nameid_version", _OUTLOOK),
    ("WordDocument", _OLD_WORD),
    ("PowerPoint Document", _SLIDES),
    ("Workbook", _EXCEL),
)
_OLE_SUFFIXES = {"doc": _OLD_WORD, "xls": _EXCEL, "ppt": _SLIDES, "msg": _OUTLOOK}
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/", _EXCEL),
    ("ppt/", _SLIDES),
    ("Index/Document.iwa", "is an Apple iWork file: export it as .docx or PDF, or paste its text."),
)
_ZIP_MIMETYPES: tuple[tuple[bytes, str], ...] = (
    (b"opendocument.spreadsheet", _EXCEL),
    (b"opendocument.presentation", _SLIDES),
    (b"opendocument.text", _OTHER_WORD),
    (b"epub", "is an e-book: paste the part that describes the project."),
)
_HTML = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):", re.MULTILINE)
_SENDERS = frozenset({b"from", b"to", b"subject", b"date", b"return-path", b"delivered-to"})
_MACHINE = frozenset({b"mime-version", b"message-id", b"received", b"content-type"})


def short(name: str) -> str:
    """The file's name without folders and control characters, and not too long."""
    last = re.split(r"[\\/]", name.rstrip("\\/"))[-1]
    clean = "".join(char if char.isprintable() else " " for char in last).strip()
    return clean if len(clean) <= NAME_CHARS else f"{clean[: NAME_CHARS - 15]}…{clean[-14:]}"


def shown(name: str) -> str:
    """The file's short name in quotation marks, as messages begin with it."""
    clean = short(name)
    return f"'{clean}'" if clean else "The text"


def suffix_of(name: str) -> str:
    """The last part of a file's name, in lower case and without its dot."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def kind_of(data: bytes, name: str) -> Kind:
    """Tell the kind of a document.

    Raises:
        InputError: it is of a kind that cannot be read, which the message names.
    """
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = suffix_of(name)
    if start.startswith(b"%PDF-") or (suffix == "pdf" and b"%PDF-" in start):
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, name)
    _refuse_foreign(data, name)
    if _HTML.match(start) or suffix in {"html", "htm", "xhtml"}:
        return Kind.HTML
    if _is_mail(data, suffix):
        return Kind.MAIL
    return Kind.TEXT


def refuse_binary(name: str) -> NoReturn:
    """Refuse what is neither a known format nor text; a name that promises one was broken."""
    broken = {"pdf": _BROKEN_PDF, "docx": _BROKEN_WORD}
    _refuse(name, broken.get(suffix_of(name), _BINARY))


def refuse_broken(kind: Kind, name: str) -> NoReturn:
    """Refuse a PDF or Word file that cannot be opened."""
    _refuse(name, _BROKEN_PDF if kind is Kind.PDF else _BROKEN_WORD)


def refuse_locked(name: str) -> NoReturn:
    """Refuse a file that needs a password."""
    _refuse(name, _LOCKED)


def _refuse(name: str, reason: str) -> NoReturn:
    raise InputError(f"{shown(name)} {reason}")


def _refuse_foreign(data: bytes, name: str) -> None:
    for magic, reason in _SIGNATURES:
        if data.startswith(magic):
            _refuse(name, reason)
    for magic, at, tag, reason in _TAGGED:
        if data.startswith(magic) and data[at : at + len(tag)] == tag:
            _refuse(name, reason)
    if data.startswith(_OLE):
        _refuse(name, _ole_reason(data, suffix_of(name)))


def _ole_reason(data: bytes, suffix: str) -> str:
    for stream, reason in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return reason
    return _OLE_SUFFIXES.get(suffix, _BINARY)


def _zip_kind(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100] if _is_small(archive, "mimetype") else b""
    except Exception:  # zipfile raises many kinds on damaged archives
        _refuse(
            name,
            _BROKEN_WORD if suffix_of(name) == "docx" else f"is a broken archive: use {READABLE}.",
        )
    if "word/document.xml" in names or any(part.startswith("word/document") for part in names):
        return Kind.WORD
    for member, reason in _ZIP_MEMBERS:
        if any(part.startswith(member) for part in names):
            _refuse(name, reason)
    for word, reason in _ZIP_MIMETYPES:
        if word in mimetype:
            _refuse(name, reason)
    _refuse(name, _BROKEN_WORD if suffix_of(name) == "docx" else _ARCHIVE)


def _is_small(archive: zipfile.ZipFile, member: str) -> bool:
    return any(info.filename == member and info.file_size < NAME_CHARS * 2 for info in archive.infolist())


def _is_mail(data: bytes, suffix: str) -> bool:
    """Tell whether a text begins as an e-mail; without the suffix it must show machine headers."""
    head = re.split(rb"\r?\n[ \t]*\r?\n", data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip(), maxsplit=1)[0]
    if not re.match(rb"(?:From .*\r?\n)?[A-Za-z][A-Za-z0-9-]*:", head):
        return False
    headers = {match.lower() for match in _HEADER.findall(head)}
    if suffix in {"eml", "mht", "mhtml"}:
        return bool(headers & (_SENDERS | _MACHINE))
    return len(headers & _SENDERS) > 1 and len(headers & _MACHINE) > 1
