"""What our record is made of: sources, actors, measures, and what we say about a record itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import Attribute, frozen

from ledger.model.day import Day
from ledger.model.event import Event
from ledger.model.fields import told

ACTOR_KINDS = ("person", "organisation", "state")


@frozen(kw_only=True)
class Source(Event):
    """A publication that reports events."""

    TYPE: ClassVar[str] = "source"
    ABOUT_WORLD: ClassVar[bool] = False

    title: str = told("its headline or title", of=str)
    publisher: str | None = told("who published it", default=None, of=str)
    credits: tuple[str, ...] = told("who is credited in it", default=(), of=str)
    published: Day = told("the day of publication (EDTF)", of=Day)
    url: str | None = told("where it stands", default=None, of=str)
    archived_url: str | None = told("where a copy is kept", default=None, of=str)
    lang: str | None = told("its language (BCP 47)", default=None, of=str)
    text_sha256: str | None = told("SHA-256 of its text, lower-case hex", default=None, of=str)


@frozen(kw_only=True)
class Actor(Event):
    """A person, an organisation or a state that says or does things."""

    TYPE: ClassVar[str] = "actor"
    ABOUT_WORLD: ClassVar[bool] = False

    name: str = told("the usual name", of=str)
    kind: str = told("what it is", choices=ACTOR_KINDS)
    aliases: tuple[str, ...] = told("other spellings that sources use", default=(), of=str)


@frozen(kw_only=True)
class Alias(Event):
    """Another spelling under which a source names an actor; quotations keep it."""

    TYPE: ClassVar[str] = "alias"
    ABOUT_WORLD: ClassVar[bool] = False

    actor: str = told("id of the actor", of=str, refers="actor")
    name: str = told("the other spelling", of=str)
    kind: str | None = told("misspelling, nickname, transliteration …", default=None, of=str)


@frozen(kw_only=True)
class Tenure(Event):
    """A person held a post."""

    TYPE: ClassVar[str] = "tenure"
    ABOUT_WORLD: ClassVar[bool] = False

    person: str = told("id of the actor", of=str, refers="actor")
    post: str = told("the post", of=str)
    organisation: str | None = told("id of the state or body", default=None, refers="actor")
    starts: Day | None = told("from when", default=None, of=Day)
    ends: Day | None = told("until when", default=None, of=Day)


@frozen(kw_only=True)
class Measure(Event):
    """Something that is counted: what, where, and what it is a part of."""

    TYPE: ClassVar[str] = "measure"
    ABOUT_WORLD: ClassVar[bool] = False

    unit: str = told("what is counted", of=str)
    counts: str | None = told("who or what is included", default=None, of=str)
    part_of: str | None = told("id of the whole it is a part of", default=None, refers="measure")
    cumulative: bool = told("a running total that never falls", default=False, of=bool)


def maps_paths(_: Any, attribute: Attribute[Any], value: Any) -> None:
    """Validates a mapping of field paths to values."""
    if not isinstance(value, Mapping) or not all(isinstance(path, str) for path in value):
        raise TypeError(f"{attribute.name} maps field paths to values")


@frozen(kw_only=True)
class Correction(Event):
    """Our record was inexact: these fields should have read so. About a record, not the world."""

    TYPE: ClassVar[str] = "correction"
    ABOUT_WORLD: ClassVar[bool] = False

    of: str = told("id of the corrected event", of=str, refers="event")
    set: dict[str, Any] = told("path of a field: its new value as given (none removes)",
                               validator=maps_paths)  # fmt: skip
    becomes: dict[str, Any] = told("the same and what leaned on it, as read when recorded",
                                   factory=dict, validator=maps_paths, given=False)  # fmt: skip
    reason: str = told("why", of=str)


@frozen(kw_only=True)
class Retraction(Event):
    """Our record should not have been made."""

    TYPE: ClassVar[str] = "retraction"
    ABOUT_WORLD: ClassVar[bool] = False

    of: str = told("id of the retracted event", of=str, refers="event")
    reason: str = told("why", of=str)
