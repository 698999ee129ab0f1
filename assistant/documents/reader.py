"""The one door for uploads: tells the kind of a document, reads it, and holds the limits."""

import stat
from functools import partial
from pathlib import Path

from assistant.documents.kinds import Kind, kind_of, shown
from assistant.documents.limits import MAX_BYTES, MAX_CHARS, refuse_large, refuse_long
from assistant.documents.mail import MAX_DEPTH, read_mail
from assistant.documents.markup import html_to_text
from assistant.documents.pdf import read_pdf
from assistant.documents.text import decode, tidy
from assistant.documents.word import read_word
from assistant.errors import InputError

SUFFIXES = ("pdf", "docx", "md", "txt", "eml", "html")


def read_document(data: bytes, name: str) -> str:
    """Read an upload into plain text.

    Args:
        data: the file's bytes.
        name: the file's name; shown in messages, and used where the content does not tell the kind.

    Raises:
        InputError: it cannot be read; the message is one sentence that says what to do.
    """
    return _read(data, name, depth=MAX_DEPTH)


def read_file(path: Path) -> str:
    """Read a file into plain text.

    Raises:
        InputError: there is no such file, it may not be read, or it cannot be made into text.
    """
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise InputError(f"{shown(name)} is a folder: name one file in it.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            status = path.stat()
            refuse_large(name, status.st_size if stat.S_ISREG(status.st_mode) else None)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {shown(str(path))}: check its path.") from error
    except PermissionError as error:
        raise InputError(f"{shown(name)} may not be read: change its permissions, or copy it elsewhere.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(name)} could not be read: check its path, or copy it elsewhere.") from error
    return read_document(data, name)


def _read(data: bytes, name: str, *, depth: int) -> str:
    if not data:
        raise InputError(f"{shown(name)} is empty: give a document with some words about the project.")
    if len(data) > MAX_BYTES:
        refuse_large(name, len(data))
    text = _text(data, name, depth)
    if not any(char.isalnum() for char in text):
        raise InputError(f"{shown(name)} holds no words: give a document with some words about the project.")
    if len(text) > MAX_CHARS:
        refuse_long(name)
    return text


def _text(data: bytes, name: str, depth: int) -> str:
    match kind_of(data, name):
        case Kind.PDF:
            return read_pdf(data, name)
        case Kind.WORD:
            return read_word(data, name)
        case Kind.MAIL:
            if depth == 0:
                raise InputError(f"{shown(name)} is an e-mail too deep inside others: give it by itself.")
            return read_mail(data, name, partial(_read, depth=depth - 1))
        case Kind.HTML:
            return tidy(html_to_text(decode(data, name)))
        case _:
            return tidy(decode(data, name))
