"""An answer: a neutral table with the question, the clocks and the head it was asked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

Row = Mapping[str, Any]
"""Column name → value: str, int, bool, Decimal, date, datetime, None, or a list / dict of such."""


@frozen(kw_only=True)
class Column:
    """One column: its stable name, what it means, and whether a table on a screen shows it.

    Where a screen is too narrow for all, the columns with the highest `roomy` are left out first.
    """

    name: str
    help: str
    shown: bool = True
    roomy: int = 0
    title: str | None = None
    """The heading on a screen; the name where None."""


@frozen(kw_only=True)
class Page:
    """Which part of the rows was asked for: at most `limit` (None: all that follow) after `skip`.

    `total` is how many rows there are in all, None where that was not counted.
    """

    skip: int = 0
    limit: int | None = None
    total: int | None = None

    @property
    def is_part(self) -> bool:
        """Whether only a part was asked for."""
        return self.skip > 0 or self.limit is not None


@frozen(kw_only=True)
class Answer:
    """What a question gives. Iterating yields its rows.

    `as_of` (day judged), `known_by` (day or None) and `recorded_by` (position) are the clocks;
    `head` is the highest position the ledger held, which `record(unless_changed=…)` accepts;
    `filters` are those that were set; `notes` are sentences that must be printed under it.
    """

    question: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    as_of: dt.date
    known_by: dt.date | None
    recorded_by: int
    head: int
    today: dt.date
    filters: Mapping[str, Any] = field(factory=dict)
    notes: tuple[str, ...] = ()
    footer: str | None = None
    """What stands under it instead of the clocks, where none of them matters."""
    citations: tuple[tuple[str, ...], ...] = ()
    """For each row the sources that it rests on, in words; empty unless they were asked for."""
    page: Page = Page()
    """Which part of the rows these are; of most answers they are all."""
    layout: str = "table"
    """How people read it: a `table`, `cards` (one block a row), or `sections` (of name and value)."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def found(self) -> bool:
        """Whether there are rows, on this page or before or after it."""
        return bool(self.rows or self.page.total or self.page.skip)

    @property
    def part(self) -> str | None:
        """The line that says which rows these are, where they are not all."""
        page = self.page
        if not page.is_part or not (self.rows or page.skip):
            return None
        first, last = page.skip + 1, page.skip + len(self.rows)
        if not self.rows:
            total = "" if page.total is None else f": there are {page.total:,} in all"
            return f"no rows after the first {page.skip:,}{total}"
        total = "" if page.total is None else f" of {page.total:,}"
        return f"row {first:,}{total}" if first == last else f"rows {first:,} to {last:,}{total}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under it: which rows these are, the clocks, what must be said."""
        part = () if self.part is None else (self.part,)
        return (*part, self.clocks, *self.notes)

    @property
    def clocks(self) -> str:
        """The line that can be printed under it: question, clocks, head, date."""
        if self.footer is not None:
            return self.footer
        known = f"known by {self.known_by}" if self.known_by else "all sources"
        return (
            f"{self.question} · as of {self.as_of} · {known} · recorded by position "
            f"{self.recorded_by} · head {self.head} · asked {self.today}"
        )
