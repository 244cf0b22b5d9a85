"""Paths into an event, as corrections name them: `quote`, `commits.us-iraq-3000.due`, `set.quote`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.model.event import Event
from ledger.model.shape import from_builtins, to_builtins


def patched(event: Event, changes: Mapping[str, Any]) -> Event:
    """The event with the fields at these paths replaced by their stored forms (None removes).

    Raises ValueError where a path leads nowhere or the result does not fit the event's type.
    """
    shape = to_builtins(event)
    for path, value in changes.items():
        holder, key = _place(shape, path)
        if value is None:
            holder.pop(key, None)
        else:
            holder[key] = value
    return from_builtins(event.TYPE, shape, id=event.id)


def _place(shape: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The dict in `shape` that holds what the path names, and its key there."""
    head, dot, rest = path.partition(".")
    if not dot:
        return shape, head
    if head in ("set", "becomes"):  # a correction's own tables: the rest is one key of theirs
        return shape.setdefault(head, {}), rest
    if head == "commits":
        # Ids may hold dots; field names do not.
        id, _, name = rest.rpartition(".")
        for commitment in shape.get("commits", ()):
            if commitment["id"] == id:
                return commitment, name
        raise ValueError(f"no commitment {id!r} in this event")
    raise ValueError(f"{path!r} leads nowhere")
