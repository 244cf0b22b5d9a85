"""An event before it is stored and after: what happened, and the envelope that the ledger adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

from attrs import frozen

from ledger.model.day import Day
from ledger.model.fields import told

RELATIONS = (
    "explains", "restates", "misrestates", "quote_variant_of", "translation_variant_of",
    "contradicts", "differs_from", "conditions", "fulfils", "partly_fulfils",
    "reports_no_progress", "reaffirms", "doubts", "disputes", "triggered_by", "retaliates_for",
    "in_wake_of", "culminates", "after", "occurred_during", "part_of_same_remarks", "anchors",
)  # fmt: skip
"""The closed list of relations: for reading and ordering, they never move a verdict."""


@frozen(kw_only=True)
class Citation:
    """Where an event is reported: a source, the passage in it, the place of the passage."""

    source: str = told("id of the source", refers="source", of=str)
    passage: str | None = told("the passage, in words or as quoted", default=None, of=str)
    at: str | None = told("where in the source: page, paragraph, characters", default=None, of=str,
                          given=False)  # fmt: skip


@frozen(kw_only=True)
class Relation:
    """How this event stands to another event or a commitment."""

    rel: str = told("the relation", choices=RELATIONS)
    to: str = told("id of the other", refers="thing", of=str)
    note: str | None = told("in words", default=None, of=str)


@frozen(kw_only=True)
class Described:
    """Somebody who is described, not named: never matched to a person."""

    described: str = told("the description the source gives", of=str)
    of: str | None = told("id of the state or body he or she speaks for", default=None,
                          refers="actor")  # fmt: skip


Party = str | Described
"""An actor's id, or somebody described."""


@frozen(kw_only=True)
class Event:
    """What every event carries besides its own fields. Immutable."""

    TYPE: ClassVar[str] = ""
    SCHEMA: ClassVar[int] = 1
    ABOUT_WORLD: ClassVar[bool] = True
    """Obeys all three clocks; records about our record obey `recorded_by` alone."""
    OWN_DAY: ClassVar[bool] = False
    """Its day, and the day from which it is known, are its own, never those of its source."""
    GIVEN: ClassVar[bool] = True
    """Documents and `add` give it; else a verb of its own records it."""
    UPCASTS: ClassVar[tuple[Callable[[dict[str, Any]], dict[str, Any]], ...]] = ()
    """One step for each schema but the first, see `ledger.model.upcasts`."""

    id: str = told("a readable name, unique in the ledger; else derived", default="", of=str,
                   given=False)  # fmt: skip
    occurred: Day | None = told("the day it happened", default=None, of=Day, key="date")
    anchor: dt.date | None = told("the day its phrases are read against, if not the default",
                                  default=None, of=dt.date)  # fmt: skip
    sources: tuple[Citation, ...] = told("where it is reported", default=(), of=Citation,
                                         key="source")  # fmt: skip
    known_from: dt.date | None = told("first published, if not when its first source was",
                                      default=None, of=dt.date)  # fmt: skip
    place: str | None = told("where, in words", default=None, of=str)
    note: str | None = told("a remark of the recorder", default=None, of=str)
    tags: tuple[str, ...] = told("your own marks, to filter by", default=(), of=str, given=False)
    relations: tuple[Relation, ...] = told("how it stands to others", default=(), of=Relation)


@frozen(kw_only=True)
class RecordedEvent:
    """An event in its envelope, as the ledger holds it.

    `position` counts from 1 without gaps; `recorded_at` is UTC; `known_from` is the day from
    which the event could be known (None: from ever).
    """

    position: int
    id: str
    type: str
    schema: int
    recorded_at: dt.datetime
    recorder: str
    known_from: dt.date | None
    event: Event
