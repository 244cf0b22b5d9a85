"""What of a body is left to write down beside another one that is nearly the same.

From one day to another most of a subject stays as it is. So its earlier forms are told by what they
share with its last one: which stretches of it, and what lies between them.
"""

from __future__ import annotations

import re

import msgspec

_PIECES = re.compile(rb"[^}]*}*,?", re.DOTALL)
"""Up to the end of an object: what is changed is mostly one of many."""

_encode, _decode = msgspec.json.encode, msgspec.json.decode


def told_by(body: bytes, beside: bytes) -> bytes:
    """A JSON object, told by the other where that is shorter, else as it is."""
    pieces = [piece for piece in _PIECES.findall(beside) if piece]
    ends: list[int] = []
    places: dict[bytes, int] = {}
    at = 0
    for place, piece in enumerate(pieces):
        places.setdefault(piece, place)
        at += len(piece)
        ends.append(at)
    told: list[list[int] | str] = []
    for piece in _PIECES.findall(body):
        number = places.get(piece)
        if not piece:
            continue
        if number is None:
            text = piece.decode()
            if told and isinstance(told[-1], str):
                told[-1] += text
            else:
                told.append(text)
            continue
        start, end = ends[number] - len(piece), ends[number]
        last = told[-1] if told else None
        if isinstance(last, list) and last[1] == start:
            last[1] = end
        else:
            told.append([start, end])
    made = _encode(told)
    return made if len(made) < len(body) else body


def in_full(told: bytes, beside: bytes) -> bytes:
    """The object again."""
    if not told.startswith(b"["):
        return told
    return b"".join(
        part.encode() if isinstance(part, str) else beside[part[0] : part[1]]
        for part in _decode(told)
    )
