"""What every store can do: read one consistent snapshot, or append and keep views in a transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ledger.evidence.audit import StoredRow
from ledger.evidence.tree import NodeId
from ledger.model.event import RecordedEvent
from ledger.model.sift import Sieve
from ledger.store.event_data import (
    Condition,
    EventData,
    Folded,
    Indexed,
    StoredEvent,
    ViewRow,
    ViewSpec,
)  # fmt: skip

Salts = Callable[[], bytes]
"""Gives 16 random bytes at each call; handed in, so that stores are deterministic in tests."""


class Snapshot(Protocol):
    """One consistent state of the ledger; what others append meanwhile is not seen."""

    def head(self) -> int:
        """The highest position, 0 for an empty ledger."""
        ...

    def head_at(self, moment: dt.datetime) -> int:
        """The highest position recorded at or before a UTC moment."""
        ...

    def read(self, *, after: int = 0, upto: int | None = None) -> Iterator[StoredEvent]:
        """Events in order of position."""
        ...

    def recorded(self, *, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        """The same, read back: what `codec.decode` gives for each, and raises."""
        ...

    def recorded_at(self, positions: Collection[int]) -> list[RecordedEvent]:
        """The events at these positions, as far as there are such, in order, read back."""
        ...

    def history(
        self, tags: Collection[str], *, ids: Collection[str] = (), upto: int | None = None
    ) -> list[StoredEvent]:
        """Events with any of the tags or ids, and all records about any of them, in order."""
        ...

    def changed_since(self, condition: Condition) -> list[StoredEvent]:
        """Events above the condition's position that touch its subjects, in order.

        A record about a record counts for the subjects of what it corrects. In a transaction only
        events recorded before it count.
        """
        ...

    def find(self, names: Collection[str]) -> dict[str, int]:
        """Event ids and declared commitment ids → the position that bears or declares them."""
        ...

    def at(self, positions: Collection[int]) -> list[StoredEvent]:
        """The events at these positions, as far as there are such, in order."""
        ...

    def names(self) -> list[tuple[str, str]]:
        """Every id with the type of its event, `commitment` for declared ones."""
        ...

    def counts(self) -> dict[str, int]:
        """How many events there are of each stored type."""
        ...

    def tags_after(self, position: int, upto: int | None = None) -> set[str]:
        """All tags of the events above a position, up to another or to the head."""
        ...

    def ids_after(self, position: int, upto: int | None = None) -> list[str]:
        """The ids of the events above a position, up to another or to the head, in order."""
        ...

    def tagged(self, tags: Collection[str]) -> list[tuple[str, int]]:
        """Which events bear which of these tags: a tag and a position each."""
        ...

    def later(self, positions: Collection[int], day: dt.date, besides: Collection[str]) -> set[int]:
        """Those of the positions whose events are known from later than a day, but for some types."""
        ...

    def records_about(self, positions: Collection[int]) -> list[tuple[int, int]]:
        """The records about events: the position of the event and that of the record, each."""
        ...

    def subjects(
        self, kind: str, *, after: str = "", most: int, types: Collection[str] | None = None
    ) -> list[str]:
        """What tags of a kind name (`commitment:…`), in order, at most so many beyond `after`.

        Of the kind `event` these are the ids of all events, of these types where some are given.
        """
        ...

    def count_subjects(self, kind: str, *, types: Collection[str] | None = None) -> int:
        """How many there are."""
        ...

    def of_types(self, ids: Collection[str], types: Collection[str]) -> list[str]:
        """Those of the ids that belong to events of these types."""
        ...

    def types(self) -> set[tuple[str, int]]:
        """Every stored (type, schema)."""
        ...

    @property
    def lowest_node(self) -> int:
        """The lowest level of the tree whose nodes are stored (evidence/tree.py)."""
        ...

    def nodes(self, wanted: Sequence[NodeId], /) -> Mapping[NodeId, bytes]:
        """Those of the wanted nodes of the tree over the events that are complete."""
        ...

    def lying(self, *, after: int = 0, kind: str | None = None) -> Iterator[StoredRow]:
        """Events, of one type or of all, with every column as found and nothing of it believed."""
        ...

    def indexed(self, first: int, last: int) -> Mapping[int, Indexed]:
        """What is noted beside the events of these positions so that they are found."""
        ...

    def damage(self) -> Iterator[str]:
        """What is wrong with that in which the events lie, a sentence each."""
        ...

    def of_type(self, kind: str) -> list[StoredEvent]:
        """All events of a stored type, in order."""
        ...

    def key(self) -> bytes:
        """The key of this ledger from which ids are derived."""
        ...

    def progress(self, view: ViewSpec) -> int | None:
        """How far a view of this version has read, None where it must be built."""
        ...

    def unused_views(self) -> int:
        """How many tables of views are there that no question reads: drafts, and what was replaced."""
        ...

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        """The rows of a view, of these subjects or of all, in order of subject."""
        ...

    def sift(
        self,
        view: ViewSpec,
        sieves: Sequence[Sieve],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        most: int | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """The values of these columns (or `subject`) in the rows that pass all sieves.

        `Holds(WORDS, …)` asks for the words of a searched view, which have no NUL among them.
        In the order of the columns `order`, rows without a value after those with one; of these at
        most so many. Raises ValueError for text that is no Unicode.
        """
        ...

    def count(self, view: ViewSpec, sieves: Sequence[Sieve]) -> int:
        """How many rows pass all sieves."""
        ...

    def words(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, str]:
        """The words by which these subjects of a searched view are found, where they have any."""
        ...

    def reads(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, set[str]]:
        """The tags from which the rows of each of these subjects were folded."""
        ...

    def readers(self, view: ViewSpec, tags: Collection[str]) -> set[str]:
        """The subjects whose rows were folded from events with any of these tags."""
        ...


class Transaction(Snapshot, Protocol):
    """A snapshot that can be added to; all of it holds, or nothing."""

    def append(
        self,
        events: Sequence[EventData],
        *,
        recorder: str,
        recorded_at: dt.datetime,
        unless_changed: Condition | None = None,
    ) -> list[StoredEvent]:
        """Append events at the head, all of them or none. `recorded_at` never goes back.

        Raises ConflictError where an id is already taken, its subclass ChangedError where what the
        writer had looked at was added to, NotFoundError where an event is about nothing.
        """
        ...

    def redact(self, tags: Mapping[int, Collection[str]]) -> None:
        """Remove payload and salt of these events, and these tags of theirs.

        A redaction that names them must have been appended before.
        """
        ...

    def replace_rows(self, view: ViewSpec, folded: Sequence[Folded], *, new: bool = False) -> None:
        """Replace the rows of subjects, and note the tags that they were folded from.

        `new` says that none of them has rows there. Raises ConflictError where the view is a draft
        that was given up.
        """
        ...

    def clear_view(self, view: ViewSpec) -> None:
        """Drop the rows of a view, whatever its version, and make room for this one."""
        ...

    def begin_drafts(self, views: Sequence[ViewSpec]) -> int:
        """Make room for new forms of these views beside those in use; the number of these drafts.

        Earlier drafts are given up.
        """
        ...

    def swap_in(self, views: Sequence[ViewSpec]) -> None:
        """Take drafts into use in place of the views of their names.

        Raises ConflictError where they were given up.
        """
        ...

    def forget_drafts(self) -> None:
        """Give up all drafts, and drop them with all that was replaced."""
        ...

    def clear_replaced(self, most: int) -> bool:
        """Clear away at most so many rows of what is in use no more; whether there are others."""
        ...

    def set_progress(self, view: ViewSpec, position: int) -> None:
        """Note how far the view has read."""
        ...


class Store(Protocol):
    """Opens snapshots and transactions."""

    @property
    def place(self) -> str:
        """Where it lies, for messages."""
        ...

    def reading(self) -> AbstractContextManager[Snapshot]:
        """A consistent, read-only snapshot."""
        ...

    def writing(self) -> AbstractContextManager[Transaction]:
        """A transaction: durable when the block has ended, undone when it raises."""
        ...

    def sweep(self) -> None:
        """See to it that nothing that was removed is left in the files.

        Raises DatabaseError where somebody else holds them.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
