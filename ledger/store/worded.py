"""Words by which the subjects of views are found: a full-text index over every three letters.

The index is FTS5 with trigrams (sqlite.org/fts5.html, section 4.3.5). It notes which texts have
which trigrams and not where (`detail=none`); whether they follow each other is seen in the text
itself, which lies beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from ledger.store.driver import driver
from ledger.store.event_data import Folded
from ledger.store.statements import GIVEN, Statements, listed

PART = "_words"
"""What the name of such an index ends with, after that of the view's table."""

COLUMN = "words"
"""The column of a view's table with the number under which the words of a subject are kept."""

_SHORTEST = 3

KEYS = {"content": "id", "data": "id", "idx": "segid, term"}
"""The tables of an index that grow with it, and by which columns their rows are told apart."""


def make(sql: Statements, table: str) -> None:
    """Make room for the words of a view that lies in this table."""
    sql.run(
        f"CREATE VIRTUAL TABLE {table}_words USING fts5("
        "words, tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)"
    )
    sql.run(f"CREATE INDEX {table}_by_{COLUMN} ON {table} ({COLUMN})")


def forget(sql: Statements, table: str, subjects: Collection[str]) -> None:
    """Take the words of these subjects out, as long as their rows are there."""
    sql.run(
        f"DELETE FROM {table}_words WHERE rowid IN "  # noqa: S608
        f"(SELECT {COLUMN} FROM {table} WHERE subject IN {GIVEN.format('?')})",
        (listed(subjects),),
    )


def add(sql: Statements, table: str, folded: Sequence[Folded]) -> dict[str, int]:
    """Put the words of these subjects in; under which numbers.

    They are counted up, so that what is written together lies together.
    """
    told = [one for one in folded if one.words and one.rows]
    last = sql.one(f"SELECT coalesce(max(id), 0) FROM {table}_words_content") if told else 0  # noqa: S608
    found = {one.subject: number for number, one in enumerate(told, last + 1)}
    sql.many(
        f"INSERT INTO {table}_words (rowid, words) VALUES (?, ?)",  # noqa: S608
        [(found[one.subject], one.words) for one in told],
    )
    return found


def read(sql: Statements, table: str, subjects: Collection[str]) -> dict[str, str]:
    """The words of these subjects."""
    rows = sql.run(
        f"SELECT v.subject, w.words FROM {table} AS v JOIN {table}_words AS w "  # noqa: S608
        f"ON w.rowid = v.{COLUMN} WHERE v.subject IN {GIVEN.format('?')}",
        (listed(subjects),),
    )
    return dict(rows.fetchall())


def part(sql: Statements, table: str) -> None:
    """Take an index that nobody uses apart, into tables that can be emptied a little at a time.

    Emptied as an index it would first grow, for FTS5 notes what was taken out; dropped as it is, all
    of it would be overwritten in one step. So its tables (sqlite.org/fts5.html, section 9) get names
    of their own before it is dropped. Where SQLite has been told to let nobody touch such tables
    (SQLITE_DBCONFIG_DEFENSIVE), it is dropped as it is.
    """
    with suppress(driver.DatabaseError):
        for shadow in KEYS:
            sql.run(f"ALTER TABLE {table}_{shadow} RENAME TO {table}{shadow}")
    sql.run(f"DROP TABLE {table}")


def holding(table: str, texts: Sequence[str]) -> tuple[str, list[str | int]]:
    """A subquery for the numbers of the words in which all of these texts occur, and its values.

    Raises ValueError for text that is no Unicode.
    """
    for text in texts:
        text.encode()
    terms = ["instr(words, ?) > 0"] * len(texts)
    values: list[str | int] = [*texts]
    grams = {text[at : at + _SHORTEST] for text in texts for at in range(len(text) - _SHORTEST + 1)}
    # What is shorter than three letters is looked for in every text.
    if grams:
        terms.insert(0, f"{table}_words MATCH ?")
        quoted = (gram.replace('"', '""') for gram in sorted(grams))
        values.insert(0, " AND ".join(f'"{gram}"' for gram in quoted))
    return f"SELECT rowid FROM {table}_words WHERE {' AND '.join(terms)}", values  # noqa: S608
