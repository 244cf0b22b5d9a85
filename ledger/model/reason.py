"""One step of the reasoning that leads to a verdict, with the events that it rests on."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Reason:
    """What follows, in a sentence, and the positions of the events that it follows from."""

    says: str
    positions: tuple[int, ...] = ()
