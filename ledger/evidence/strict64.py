"""Base64 with exactly one spelling for every value (RFC 4648, sections 3.5 and 4).

Decoders commonly accept stray bits in the last character, white space or missing padding, so that
one signature has many spellings. Here a text is decoded, encoded again, and compared.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from ledger.evidence.errors import MalformedError


def encode64(value: bytes) -> str:
    """The padded standard Base64 of some bytes."""
    return b64encode(value).decode("ascii")


def decode64(text: str, *, what: str) -> bytes:
    """The bytes of a Base64 text. Raises MalformedError, naming `what`, for any other spelling."""
    try:
        value = b64decode(text, validate=True)
    except ValueError as error:
        raise MalformedError(f"{what} is not Base64") from error
    if encode64(value) != text:
        raise MalformedError(f"{what} is not the canonical Base64 of its bytes")
    return value
