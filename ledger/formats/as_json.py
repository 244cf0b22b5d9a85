"""JSON: the whole answer as one object, or its rows alone, one a line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import msgspec

from ledger.formats.format import Format, Screen
from ledger.formats.value import moment
from ledger.model.answer import Answer

# Decimals stay exact: they are written as numbers, digit for digit.
_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)


def _encode(value: Any) -> bytes:
    return _ENCODER.encode(value)


def _utc(row: Any) -> dict[str, Any]:
    return {
        name: moment(value) if isinstance(value, dt.datetime) else value
        for name, value in row.items()
    }


def render_json(answer: Answer, _: Screen) -> str:
    """`{question, as_of, known_by, recorded_by, head, filters, rows}`, indented.

    Of a page also `page`: which rows these are, and of how many.
    """
    whole = {
        "question": answer.question,
        "as_of": answer.as_of,
        "known_by": answer.known_by or answer.today,
        "recorded_by": answer.recorded_by,
        "head": answer.head,
        "filters": dict(answer.filters),
        **({"page": attrs.asdict(answer.page)} if answer.page.is_part else {}),
        "rows": [_utc(row) for row in answer],
    }
    return msgspec.json.format(_encode(whole), indent=2).decode() + "\n"


def render_jsonl(answer: Answer, _: Screen) -> str:
    """The rows alone, one object a line."""
    return "".join(f"{_encode(_utc(row)).decode()}\n" for row in answer)


JSON = Format(
    name="json",
    help="the whole answer as one object",
    media_type="application/json",
    render=render_json,
)
JSONL = Format(
    name="jsonl",
    help="the rows, one object a line",
    media_type="application/jsonl",
    render=render_jsonl,
)
