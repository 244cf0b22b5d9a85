"""Words by which the subjects of views are found: a full-text index over every three letters.

The index is FTS5 with trigrams (sqlite.org/fts5.html, section 4.3.5). It notes which texts have
which trigrams and not where (`detail=none`); whether they follow each other is seen in the text
itself, which lies beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ledger.store.event_data import Folded
from ledger.store.statements import GIVEN, Statements, listed

PARTS = ("_words_content", "_words_data")
"""The tables in which such an index keeps its texts and its trigrams."""

COLUMN = "words"
"""The column of a view's table with the number under which the words of a subject are kept."""

_NUL = "\ufffe"
"""In place of NUL, at which FTS5 stops reading; no text has a use for it."""

_SHORTEST = 3


def make(sql: Statements, table: str) -> None:
    """Make room for the words of a view that lies in this table."""
    sql.run(
        f"CREATE VIRTUAL TABLE {table}_words USING fts5("
        "words, tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)"
    )


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
        [(found[one.subject], _kept(one.words)) for one in told],
    )
    return found


def read(sql: Statements, table: str, subjects: Collection[str]) -> dict[str, str]:
    """The words of these subjects."""
    rows = sql.run(
        f"SELECT v.subject, w.words FROM {table} AS v JOIN {table}_words AS w "  # noqa: S608
        f"ON w.rowid = v.{COLUMN} WHERE v.subject IN {GIVEN.format('?')}",
        (listed(subjects),),
    )
    return {subject: words.replace(_NUL, "\0") for subject, words in rows}


def holding(table: str, texts: Sequence[str]) -> tuple[str, list[str | int]]:
    """A subquery for the numbers of the words in which all of these texts occur, and its values.

    It may find too many where a text has NUL in it, never too few. Raises ValueError for text that
    is no Unicode.
    """
    kept = [_kept(text) for text in texts]
    for text in kept:
        text.encode()
    terms = ["instr(words, ?) > 0"] * len(kept)
    values: list[str | int] = [*kept]
    grams = {text[at : at + _SHORTEST] for text in kept for at in range(len(text) - _SHORTEST + 1)}
    # What is shorter than three letters is looked for in every text.
    if grams:
        terms.insert(0, f"{table}_words MATCH ?")
        quoted = (gram.replace('"', '""') for gram in sorted(grams))
        values.insert(0, " AND ".join(f'"{gram}"' for gram in quoted))
    return f"SELECT rowid FROM {table}_words WHERE {' AND '.join(terms)}", values  # noqa: S608


def _kept(text: str) -> str:
    return text.replace("\0", _NUL)
