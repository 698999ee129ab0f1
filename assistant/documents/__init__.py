"""Uploaded and pasted documents, read into plain text or refused in one sentence."""

from assistant.documents.limits import MAX_BYTES
from assistant.documents.reader import SUFFIXES, read_document, read_file

__all__ = ["MAX_BYTES", "SUFFIXES", "read_document", "read_file"]
