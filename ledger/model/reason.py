"""One step of the reasoning that leads to a verdict, with the events that it rests on."""

from __future__ import annotations

from collections.abc import Callable


class Reason:
    """What follows, in a sentence, and the positions of the events that it follows from.

    The sentence may be given as what makes it, for it is seldom asked for.
    """

    __slots__ = ("_says", "positions")

    def __init__(self, *, says: str | Callable[[], str], positions: tuple[int, ...] = ()) -> None:
        self._says = says
        self.positions = positions

    @property
    def says(self) -> str:
        """What follows, in a sentence."""
        return self._says if isinstance(self._says, str) else self._says()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.says, self.positions) == (
            other.says,
            other.positions,
        )

    def __hash__(self) -> int:
        return hash((self.says, self.positions))

    def __repr__(self) -> str:
        return f"Reason(says={self.says!r}, positions={self.positions!r})"
