"""Sieves, as SQL and in memory: conditions on the columns of a view."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any

from ledger.model.sift import WORDS, Among, Given, Holds, Sieve, passes
from ledger.store import worded
from ledger.store.event_data import ViewRow, ViewSpec
from ledger.store.statements import GIVEN, listed, numbers

Bound = str | int


def where(sieves: Sequence[Sieve], table: str) -> tuple[str, list[Bound]]:
    """A WHERE clause that rows of a table pass which pass all sieves, and the values to bind to it.

    The columns are those of a view, which the program itself names. Raises ValueError for text that
    is no Unicode.
    """
    terms: list[str] = []
    values: list[Bound] = []
    texts = [sieve.text for sieve in sieves if isinstance(sieve, Holds) and sieve.column == WORDS]
    if texts:
        numbers_, bound = worded.holding(table, texts)
        terms.append(f"{WORDS} IN ({numbers_})")
        values += bound
    for sieve in sieves:
        if sieve.column == WORDS:
            continue
        term, found = _term(sieve)
        terms.append(term)
        values += found
    return (f"WHERE {' AND '.join(terms)}" if terms else ""), values


def _term(sieve: Sieve) -> tuple[str, list[Bound]]:
    column = sieve.column
    if isinstance(sieve, Given):
        return f"{column} IS {'' if sieve.missing else 'NOT '}NULL", []
    if isinstance(sieve, Holds):
        sieve.text.encode()
        return f"instr({column}, ?) > 0", [sieve.text]
    if isinstance(sieve, Among):
        return _among(sieve)
    ends = [(">=", sieve.low), ("<=", sieve.high)]
    terms = [f"{column} {sign} ?" for sign, end in ends if end is not None]
    inside = " AND ".join([f"{column} IS NOT NULL", *terms])
    whole = f"({column} IS NULL OR ({inside}))" if sieve.or_none else f"({inside})"
    return whole, [end for _, end in ends if end is not None]


def _among(sieve: Among) -> tuple[str, list[Bound]]:
    if len(sieve.values) == 1:
        (value,) = sieve.values
        if isinstance(value, str):
            value.encode()
        return f"{sieve.column} = ?", [value]
    texts = [value for value in sieve.values if isinstance(value, str)]
    if len(texts) == len(sieve.values):
        return f"{sieve.column} IN {GIVEN.format('?')}", [listed(texts)]
    found = [value for value in sieve.values if isinstance(value, int)]
    return f"{sieve.column} IN (SELECT value FROM json_each(?))", [numbers(found)]  # noqa: S608


class RowsInMemory:
    """Sifts rows that lie in memory; see `Snapshot.sift`."""

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        """The rows of a view."""
        raise NotImplementedError

    def words(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, str]:
        """The words of a view."""
        raise NotImplementedError

    def sift(
        self,
        view: ViewSpec,
        sieves: Sequence[Sieve],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        most: int | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        found = [row for row in self._columns(view) if passes(row, sieves)]
        for column in reversed(order):
            empty = [row for row in found if row[column] is None]
            found = sorted((r for r in found if r[column] is not None), key=itemgetter(column))
            found += empty
        return (tuple(row[column] for column in columns) for row in found[:most])

    def _columns(self, view: ViewSpec) -> Iterator[dict[str, Any]]:
        rows = list(self.rows(view))
        words = self.words(view, {row.subject for row in rows})
        for row in rows:
            yield {**row.columns, "subject": row.subject, WORDS: words.get(row.subject)}

    def count(self, view: ViewSpec, sieves: Sequence[Sieve]) -> int:
        return len(list(self.sift(view, sieves, ["subject"])))
