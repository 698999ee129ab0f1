"""Reads an e-mail: its main header lines, its body, and the attachments that can be read."""

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import islice

from assistant.documents.kinds import short, shown
from assistant.documents.markup import html_to_text
from assistant.documents.text import decode, tidy
from assistant.errors import InputError

HEADERS = ("Subject", "From", "Date")
MAX_ATTACHMENTS = 20
MAX_DEPTH = 3

Read = Callable[[bytes, str], str]


def read_mail(data: bytes, name: str, read: Read) -> str:
    """The text of an e-mail.

    Args:
        data: the file.
        name: its name.
        read: reads an attachment, or raises InputError where it cannot.

    Raises:
        InputError: it is broken.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        return tidy("\n\n".join(_parts(message, read, MAX_DEPTH)))
    except InputError:
        raise
    except Exception as error:  # the parser of headers raises many kinds
        raise InputError(f"{shown(name)} is a broken e-mail: save it again, or paste its text.") from error


def _parts(message: EmailMessage, read: Read, depth: int) -> Iterator[str]:
    headers = ((key, _header(message, key)) for key in HEADERS)
    yield "\n".join(f"{key}: {value}" for key, value in headers if value)
    body, text = _body(message)
    yield text
    others = (part for part in _leaves(message) if part is not body)
    for part in islice(others, MAX_ATTACHMENTS):
        yield from _attachment(part, read, depth)


def _leaves(part: EmailMessage, *, chosen: bool = False) -> Iterator[EmailMessage]:
    """The parts that hold something; among versions of one text only those with a name."""
    if part.get_content_maintype() != "multipart":
        if not chosen or part.get_filename():
            yield part
        return
    for inner in part.iter_parts():
        if isinstance(inner, EmailMessage):
            yield from _leaves(inner, chosen=chosen or part.get_content_subtype() in {"alternative", "related"})


def _header(message: EmailMessage, key: str) -> str:
    try:
        return " ".join(str(message.get(key, "")).split())
    except Exception:  # a malformed header costs that line alone
        return ""


def _body(message: EmailMessage) -> tuple[EmailMessage | None, str]:
    """The body as plain text; the HTML version where there is no other, or an empty one."""
    for wanted in ("plain", "html"):
        part = message.get_body(preferencelist=(wanted,))
        text = _text(part) if isinstance(part, EmailMessage) else ""
        if isinstance(part, EmailMessage) and text.strip():
            return part, text
    payload = message.get_payload() if message.get_content_maintype() == "multipart" else ""
    return None, payload if isinstance(payload, str) else ""  # parts that were announced only


def _text(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        text = data.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        text = decode(data, "")
    return html_to_text(text) if part.get_content_subtype() == "html" else text


def _attachment(part: EmailMessage, read: Read, depth: int) -> Iterator[str]:
    """An attachment under a heading line; a text without a name is a further piece of the body."""
    name = part.get_filename() or ""
    if part.get_content_type() == "message/rfc822":
        yield from _forwarded(part, name, read, depth)
        return
    if not name and part.get_content_maintype() == "text":
        yield _text(part)
        return
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return
    try:
        text = read(data, name)
    except InputError:  # pictures, signatures, calendars: an e-mail is read without them
        return
    yield f"# Attachment: {short(name)}\n\n{text}"


def _forwarded(part: EmailMessage, name: str, read: Read, depth: int) -> Iterator[str]:
    inner = part.get_payload(0) if part.is_multipart() else None
    if not isinstance(inner, EmailMessage) or depth == 0:
        return
    yield f"# Attachment: {short(name) or 'forwarded message'}"
    yield from _parts(inner, read, depth - 1)
