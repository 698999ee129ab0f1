"""Makers of real documents, and the check that a refusal is one clear sentence."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.documents import read_document
from assistant.errors import InputError

Placed = tuple[float, float, str]
MakePdf = Callable[[Sequence[Sequence[Placed]]], bytes]


def pdf_bytes(pages: Sequence[Sequence[Placed]]) -> bytes:
    """A PDF written by hand: each page is a list of words with their place, in Helvetica 10."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        stream = b"\n".join(_shown(x, y, text) for x, y, text in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _shown(x: float, y: float, text: str) -> bytes:
    escaped = re.sub(r"([\\()])", r"\\\1", text).encode("cp1252")
    return f"BT /F1 10 Tf {x} {y} Td (".encode() + escaped + b") Tj ET"


def _file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


@pytest.fixture
def make_pdf() -> MakePdf:
    return pdf_bytes


@pytest.fixture
def refusal() -> Callable[[bytes | Path, str], str]:
    """Read what cannot be read, and give back the message after checking its form."""

    def refused(data: bytes, name: str = "plan.txt") -> str:
        with pytest.raises(InputError) as caught:
            read_document(data, name)
        message = str(caught.value)
        assert one_sentence(message), message
        return message

    return refused


def one_sentence(message: str) -> bool:
    """Tell whether a message is one sentence: what is wrong, a colon, what to do."""
    stops = re.findall(r"[.!?](?=\s+[A-Z])", message)
    return message.endswith(".") and not stops and ": " in message and "\n" not in message
