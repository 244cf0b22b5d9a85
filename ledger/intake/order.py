"""The order in which events are recorded: as in the document, but none before what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def records_after(
    items: Sequence[T], ids_of: Callable[[T], Iterable[str]], about: Callable[[T], str | None]
) -> tuple[list[T], list[T]]:
    """The items in order, each after the one it is about; and those that are about each other.

    What waits for another follows directly behind it. Takes linear time.
    """
    own = {id for item in items for id in ids_of(item)}
    done: set[str] = set()
    waiting: dict[str, list[T]] = {}
    ordered: list[T] = []
    for item in items:
        of = about(item)
        if of is not None and of in own and of not in done:
            waiting.setdefault(of, []).append(item)
            continue
        stack = [item]
        while stack:
            top = stack.pop()
            ordered.append(top)
            ids = list(ids_of(top))
            done.update(ids)
            stack.extend(one for id in reversed(ids) for one in reversed(waiting.pop(id, ())))
    return ordered, [item for items in waiting.values() for item in items]
