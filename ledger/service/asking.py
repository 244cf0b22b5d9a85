"""Asking: a question with its clocks and filters becomes an answer, from views or from history."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import evolve

from ledger.errors import IntegrityError, UsageError
from ledger.intake.quotation import find
from ledger.model.answer import Answer, Page, Row
from ledger.model.judgement import Manner
from ledger.projections import QUESTIONS
from ledger.projections.measurements import together
from ledger.projections.projection import Projection
from ledger.projections.question import Asked, Filter, Question
from ledger.projector import replay
from ledger.service.clocks import Clocks, read_day
from ledger.service.narrowing import can_narrow, listed, tallied
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

__all__ = [
    "QUESTIONS",
    "Filter",
    "Question",
    "answer",
    "question_named",
    "read_filters",
    "read_page",
]

NAMES = {name: question for question in QUESTIONS for name in (question.name, *question.aliases)}
"""Every question under its name and its aliases."""


WHOLE = Page()
"""All rows."""


def question_named(name: str) -> Question:
    """A question. Raises UsageError with the nearest name."""
    found = NAMES.get(name)
    if found is None:
        near = difflib.get_close_matches(name, NAMES, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"questions: {', '.join(NAMES)}"
        raise UsageError(f"there is no question {name!r}", hint=hint)
    return found


def read_filters(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that were set, their values read. Raises UsageError for unknown or unfit ones."""
    known = {each.name: each for each in question.filters}
    found = {}
    for key, value in given.items():
        name = key.removesuffix("_")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise UsageError(
                f"{question.name} has no filter {name!r}",
                hint=f"did you mean {near[0]!r}?" if near else f"filters: {', '.join(known)}",
            )
        if value is not None and value is not False:
            found[name] = _value(known[name], value)
    return found


def _value(each: Filter, value: Any) -> Any:
    if each.kind == "day":
        return read_day(value, each.name)
    if each.kind == "span":
        return _days(value, each.name)
    if each.kind == "flag":
        return bool(value)
    text = str(value)
    if each.choices and text not in each.choices:
        near = difflib.get_close_matches(text, each.choices, n=1)
        raise UsageError(
            f"{each.name} cannot be {text!r}",
            hint=f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(each.choices)}",
        )
    return text


def _days(value: Any, name: str) -> int:
    """A number of days: 7, 7d, 2w."""
    match = re.fullmatch(r"(\d{1,6})\s*(d|days?|w|weeks?)?", str(value).strip())
    if match is None:
        raise UsageError(f"{name}: {value!r} is no number of days", hint="write 7, 7d or 2w")
    return int(match[1]) * (7 if (match[2] or "").startswith("w") else 1)


def facts(snapshot: Snapshot, question: Question, clocks: Clocks, asked: Asked) -> Iterator[Any]:
    """What the question is answered from: the views' rows, or a replay where a clock hides some."""

    def read(projection: Projection) -> Iterator[Any]:
        sieves = None
        if projection is question.projection and question.sieves is not None:
            sieves = question.sieves(asked)
        return replay(
            snapshot,
            projection,
            known_by=clocks.known_by,
            recorded_by=clocks.recorded_by,
            as_of=clocks.as_of,
            sieves=sieves,
        )

    return together(question.projections, read, clocks.as_of)


def standing_of(texts: Texts, digest: str) -> str:
    """How the text with this SHA-256 stands beside the ledger."""
    try:
        return "at hand" if texts.get(digest) is not None else "not at hand"
    except IntegrityError:
        return "changed"


def quoted_in(texts: Texts, digest: str, quote: str) -> bool:
    """Whether the text with this SHA-256 is at hand, unchanged, and holds the quotation."""
    try:
        text = texts.get(digest)
    except IntegrityError:
        return False
    if text is None:
        return False
    return find(quote, text.decode("utf-8", errors="replace")) is not None


def answer(
    snapshot: Snapshot,
    question: Question,
    clocks: Clocks,
    manner: Manner,
    filters: Mapping[str, Any],
    texts: Texts,
    page: Page = WHOLE,
) -> Answer:
    """The answer to a question, or a page of it; filters are read already."""
    asked = Asked(
        as_of=clocks.as_of,
        today=clocks.today,
        manner=manner,
        filters=filters,
        text=partial(standing_of, texts),
        quoted=partial(quoted_in, texts),
    )
    head = snapshot.head()
    rows, total = _rows(snapshot, question, clocks, asked, page)
    return Answer(
        question=question.name,
        title=question.title,
        columns=question.columns,
        rows=tuple(rows),
        **clocks.over(head),
        filters=dict(filters),
        notes=tuple(_manner_notes(manner)),
        page=evolve(page, total=total),
    )


def _rows(
    snapshot: Snapshot, question: Question, clocks: Clocks, asked: Asked, page: Page
) -> tuple[Sequence[Row], int]:
    """The rows of a page, and how many there are in all."""
    listing, tally = question.listing, question.tally
    end = None if page.limit is None else page.skip + page.limit
    if clocks.now and (listing or tally) and can_narrow(snapshot):
        if listing is not None:
            found = listed(snapshot, listing, asked, page.skip, page.limit)
            if found is not None:
                return found
        if tally is not None:
            counted = tallied(snapshot, tally, asked)
            if counted is not None:
                return counted[page.skip : end], len(counted)
    every = facts(snapshot, question, clocks, asked)
    if listing is not None:
        judged = listing.judged(every, asked)
        return [listing.row(one, asked) for one in judged[page.skip : end]], len(judged)
    rows = tuple(question.answer(every, asked))
    return rows[page.skip : end], len(rows)


def read_page(skip: Any, limit: Any) -> Page:
    """Which rows were asked for. Raises UsageError for what is no number, or none that can be."""
    return Page(skip=_number(skip, "skip", 0) or 0, limit=_number(limit, "limit", 1))


def _number(value: Any, name: str, least: int) -> int | None:
    if value is None:
        return None
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,18}", text) or int(text) < least:
        raise UsageError(f"{name}: {value!r} is no number of rows", hint=f"{least}, 50, 1000 …")
    return int(text)


def _manner_notes(manner: Manner) -> Iterable[str]:
    if manner.closed_world:
        yield "closed world: silence is taken for not done (for duties to go on: for kept so far)"
    if manner.strict:
        yield "strict: due_lo is taken for the deadline"
    if manner.lenient:
        yield "lenient: due_hi is taken for the deadline"
