"""A line of an answer in sections: what it is about, a name, a value, the events it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Line = dict[str, Any]


def line(section: str, name: str, value: Any, positions: Iterable[int] = ()) -> Line:
    """A row of an answer whose layout is `sections`."""
    return {"section": section, "name": name, "value": value, "positions": list(positions)}
