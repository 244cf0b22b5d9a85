"""JSON from strangers: read strictly, with limits, or refused with a sentence.

Python's own reader takes NaN, lets a repeated key overwrite the first, keeps half surrogate pairs,
and recurses as deep as the text says.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from ledger.evidence.errors import MalformedError

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 64
MOST_DIGITS = 17
# A string that does not end matches to the end of the text, so that scanning stays linear.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def strict_json(data: bytes, *, what: str) -> Any:
    """The value of a JSON text without fractions. Raises MalformedError, naming `what`."""
    if len(data) > MOST_BYTES:
        raise MalformedError(f"{what} has {len(data)} bytes; at most {MOST_BYTES} are read")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError(f"{what} must be UTF-8; byte {error.start} is not") from error
    if _depth(text) > MOST_DEPTH:
        raise MalformedError(f"{what} is nested deeper than {MOST_DEPTH}")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        # Escapes can spell halves of a pair, which no UTF-8 text holds.
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise MalformedError(f"{what} holds half a surrogate pair") from error
    except ValueError as error:
        raise MalformedError(f"{what} is not JSON as it is written here: {error}") from error
    return value


def _depth(text: str) -> int:
    deepest = depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return value


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"{text[:20]}… is too great a number")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is no whole number")
