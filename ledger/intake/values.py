"""Reads the value of one field from its node, by the type that the field's class declares."""

from __future__ import annotations

import datetime as dt
import difflib
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs

from ledger.dates import Direction, Reading, UnreadablePhraseError, parse_edtf, read, read_between
from ledger.dates.edtf import format_edtf
from ledger.errors import LedgerError, Problem
from ledger.intake.names import Names
from ledger.intake.node import Entries, Listing, Node, Scalar
from ledger.model.commitment import Given
from ledger.model.day import GIVEN, Day, Days, Due
from ledger.model.event import Citation, Described
from ledger.model.fields import key_of
from ledger.quantities import Quantity, read_quantity


class BadValueError(Exception):
    """A value that cannot be read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


@attrs.frozen(kw_only=True)
class Setting:
    """What the words of an event are read against: the days for each direction of reading."""

    date: Days | None = None
    due: Days | None = None
    scheduled: bool = False


hints: Callable[[type[Any]], dict[str, Any]] = cache(typing.get_type_hints)  # type: ignore[assignment]
"""The types of the fields of a class."""


@cache
def kinds(hint: Any) -> tuple[Any, ...]:
    """The members of a union without None."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return tuple(member for member in typing.get_args(hint) if member is not type(None))
    return (hint,)


def read_fields(
    cls: type[Any], entries: Entries, names: Names, setting: Setting, problems: list[Problem],
    *, skip: tuple[str, ...] = (), only: tuple[str, ...] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The fields of a class that a mapping gives, by attribute name; problems are collected."""
    found: dict[str, Any] = {}
    for attribute in attrs.fields(cls):
        key = key_of(attribute)
        if attribute.name in skip or (only is not None and attribute.name not in only):
            continue
        node = entries.get(key)
        if node is None:
            if attribute.default is attrs.NOTHING:
                problems.append(entries.mark.problem(
                    f"a {cls_name(cls)} needs {key!r}: {attribute.metadata['help']}"))  # fmt: skip
            continue
        try:
            found[attribute.name] = read_value(attribute, hints(cls)[attribute.name], node, names,
                                               setting, problems)  # fmt: skip
        except BadValueError as bad:
            problems.append(bad.problem)
    return found


def cls_name(cls: type[Any]) -> str:
    """What documents call a class."""
    return str(getattr(cls, "TYPE", "") or cls.__name__.lower())


def unknown_keys(
    cls: type[Any], entries: Entries, also: tuple[str, ...], problems: list[Problem]
) -> None:
    """Adds a problem for every key that the class does not have."""
    keys = [
        key_of(attribute)
        for attribute in attrs.fields(cls)
        if attribute.name not in ("becomes", "removes")
    ]
    for key, _ in entries.items:
        if key.text not in keys and key.text not in also:
            near = difflib.get_close_matches(key.text, keys, n=1, cutoff=0.5)
            problems.append(key.mark.problem(
                f"a {cls_name(cls)} has no field {key.text!r}", near=near[0] if near else None,
                hint=None if near else f"its fields: {', '.join(keys)}"))  # fmt: skip


def read_value(
    attribute: attrs.Attribute[Any], hint: Any, node: Node, names: Names, setting: Setting,
    problems: list[Problem],
) -> Any:  # fmt: skip
    """The value of one field. Raises BadValueError."""
    members = kinds(hint)
    many = next((m for m in members if typing.get_origin(m) is tuple), None)
    if many is not None and (isinstance(node, Listing) or len(members) == 1):
        inner = kinds(typing.get_args(many)[0])
        items = node.items if isinstance(node, Listing) else (node,)
        return tuple(_single(attribute, inner, item, names, setting, problems) for item in items)
    singles = tuple(member for member in members if member is not many)
    return _single(attribute, singles, node, names, setting, problems)


def _single(
    attribute: attrs.Attribute[Any], members: tuple[Any, ...], node: Node, names: Names,
    setting: Setting, problems: list[Problem],
) -> Any:  # fmt: skip
    kind = members[0]
    if Described in members and isinstance(node, Entries):
        return _nested(Described, node, names, setting, problems)
    if kind is str:
        text = _scalar(attribute, node)
        return _checked(attribute, text, node, names)
    if kind is bool:
        return _yes_no(attribute, node)
    if kind is dt.date:
        return iso_day(_scalar(attribute, node), node)
    if kind is Quantity:
        try:
            return read_quantity(_scalar(attribute, node))
        except LedgerError as error:
            raise BadValueError(node.mark.problem(error.sentence, hint=error.hint)) from error
    if kind is Day:
        return read_day(attribute.name, node, names, setting)
    if kind is Due:
        return read_due(node, names, setting)
    if kind is Given:
        return _given(node, names, setting, problems)
    if kind is Citation and isinstance(node, Scalar):
        return Citation(source=_reference(node.text, "source", node, names))
    if attrs.has(kind):
        if not isinstance(node, Entries):
            raise BadValueError(
                node.mark.problem(f"{key_of(attribute)} is a mapping of named fields")
            )
        return _nested(kind, node, names, setting, problems)
    if isinstance(node, Entries):  # a correction's `set` is read with its target at hand
        return {key.text: to_plain(value) for key, value in node.items}
    raise BadValueError(node.mark.problem(f"{key_of(attribute)} is a mapping of named fields"))


def _nested(
    cls: type[Any], node: Entries, names: Names, setting: Setting, problems: list[Problem]
) -> Any:
    before = len(problems)
    unknown_keys(cls, node, (), problems)
    values = read_fields(cls, node, names, setting, problems)
    if len(problems) > before:
        raise BadValueError(problems.pop())
    try:
        return cls(**values)
    except (TypeError, ValueError) as error:
        raise BadValueError(node.mark.problem(str(error.args[0]))) from error


def _scalar(attribute: attrs.Attribute[Any], node: Node) -> str:
    if isinstance(node, Scalar):
        if not node.text.strip():
            raise BadValueError(node.mark.problem(f"{key_of(attribute)} is empty"))
        return node.text
    shape = "a list" if isinstance(node, Listing) else "a mapping"
    raise BadValueError(node.mark.problem(f"{key_of(attribute)} takes one value, not {shape}"))


def _checked(attribute: attrs.Attribute[Any], text: str, node: Node, names: Names) -> str:
    choices = attribute.metadata.get("choices")
    if choices and text not in choices:
        near = difflib.get_close_matches(text, choices, n=1, cutoff=0.4)
        raise BadValueError(node.mark.problem(
            f"{key_of(attribute)} cannot be {text!r}", near=near[0] if near else None,
            hint=f"one of: {', '.join(choices)}"))  # fmt: skip
    refers = attribute.metadata.get("refers")
    return _reference(text, refers, node, names) if refers else text


def _reference(text: str, refers: str, node: Node, names: Names) -> str:
    if names.fits(text, refers):
        return text
    other = names.kind_of(text)
    noun = {"thing": "event or commitment"}.get(refers, refers)
    article = "an" if noun[0] in "aeiou" else "a"
    if other is not None:
        raise BadValueError(node.mark.problem(f"{text!r} is a {other}, not {article} {noun}"))
    raise BadValueError(node.mark.problem(
        f"no {noun} {text!r} is known", near=names.near(text, refers),
        hint=f"declare it: - {{type: {refers}, id: {text}, …}}"
        if refers in ("actor", "measure", "source") else None))  # fmt: skip


def _yes_no(attribute: attrs.Attribute[Any], node: Node) -> bool:
    text = _scalar(attribute, node).casefold()
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    raise BadValueError(node.mark.problem(f"{key_of(attribute)} is yes or no, not {text!r}"))


def iso_day(text: str, node: Node) -> dt.date:
    """A day as YYYY-MM-DD. Raises BadValueError."""
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else _no_day(text, node)
    except ValueError:
        return _no_day(text, node)


def _no_day(text: str, node: Node) -> dt.date:
    raise BadValueError(node.mark.problem(f"{text!r} is no day", hint="write YYYY-MM-DD"))


def read_day(name: str, node: Node, names: Names, setting: Setting) -> Day:
    """A day: words, EDTF, or {phrase, event | edtf | earliest, latest}."""
    if name == "published":
        return _published(node)
    direction: Direction = "ahead" if setting.scheduled or name == "starts" else "date"
    against = setting.due if name == "starts" else setting.date
    if isinstance(node, Scalar):
        reading = _read(node.text, node, against, direction)
        return Day.from_reading(reading, event=_anchor_event(reading, None, node, names))
    phrase, rest = _parts(node, ("event", "edtf", "earliest", "latest"))
    if "event" in rest:
        reading = _read(phrase or "", node, against, direction)
        return Day.from_reading(reading, event=_anchor_event(reading, rest["event"], node, names))
    if "edtf" in rest:
        earliest, latest = _edtf(rest["edtf"].text, node)
    else:
        earliest = iso_day(rest["earliest"].text, node) if "earliest" in rest else None
        latest = iso_day(rest["latest"].text, node) if "latest" in rest else None
    if earliest is None and latest is None:
        raise BadValueError(
            node.mark.problem("a date needs a phrase alone, or event, edtf, or latest")
        )
    if earliest and latest and earliest > latest:
        raise BadValueError(node.mark.problem("the earliest day lies after the latest"))
    edtf = rest["edtf"].text if "edtf" in rest else format_edtf(earliest, latest)
    return Day(phrase=phrase, edtf=edtf, earliest=earliest, latest=latest, rule=GIVEN,
               ahead=direction == "ahead")  # fmt: skip


def read_due(node: Node, names: Names, setting: Setting) -> Due:
    """A deadline: words, or {phrase, event | lo, hi}."""
    if isinstance(node, Scalar):
        reading = _read(node.text, node, setting.due, "due")
        return Due.from_reading(reading, event=_anchor_event(reading, None, node, names))
    phrase, rest = _parts(node, ("event", "lo", "hi"))
    if "event" in rest:
        reading = _read(phrase or "", node, setting.due, "due")
        return Due.from_reading(reading, event=_anchor_event(reading, rest["event"], node, names))
    lo = iso_day(rest["lo"].text, node) if "lo" in rest else None
    hi = iso_day(rest["hi"].text, node) if "hi" in rest else None
    if lo is None and hi is None:
        raise BadValueError(node.mark.problem("due needs a phrase alone, or event, or lo and hi"))
    if lo and hi and lo > hi:
        raise BadValueError(node.mark.problem("lo lies after hi"))
    return Due(phrase=phrase, rule=GIVEN, lo=lo, hi=hi, edtf=format_edtf(lo, hi))


def _parts(node: Node, allowed: tuple[str, ...]) -> tuple[str | None, dict[str, Scalar]]:
    if not isinstance(node, Entries):
        raise BadValueError(node.mark.problem("one date, not a list"))
    found: dict[str, Scalar] = {}
    for key, value in node.items:
        if key.text not in ("phrase", *allowed):
            near = difflib.get_close_matches(key.text, ["phrase", *allowed], n=1, cutoff=0.4)
            raise BadValueError(key.mark.problem(f"a date has no {key.text!r}",
                                       near=near[0] if near else None,
                                       hint=f"phrase, {', '.join(allowed)}"))  # fmt: skip
        if not isinstance(value, Scalar):
            raise BadValueError(value.mark.problem(f"{key.text} takes one value"))
        found[key.text] = value
    phrase = found.pop("phrase", None)
    if "event" in found and phrase is None:
        raise BadValueError(node.mark.problem("a date that hangs on an event needs its phrase"))
    return (phrase.text if phrase else None), found


def _published(node: Node) -> Day:
    text = node.text if isinstance(node, Scalar) else ""
    earliest, latest = _edtf(text, node)
    if latest is None:
        raise BadValueError(node.mark.problem("published needs a last day"))
    return Day(phrase=text, edtf=text, earliest=earliest, latest=latest, rule="EDTF")


def _edtf(text: str, node: Node) -> Days:
    try:
        return parse_edtf(text)
    except LedgerError as error:
        raise BadValueError(node.mark.problem(error.sentence, hint=error.hint)) from error


def _read(phrase: str, node: Node, against: Days | None, direction: Direction) -> Reading:
    first, last = against or (None, None)
    first = first or last
    try:
        if first is not None and last is not None and first != last:
            return read_between(phrase, anchor=(first, last), direction=direction)
        return read(phrase, anchor=last or first, direction=direction)
    except UnreadablePhraseError as error:
        near = error.nearest[0] if error.nearest else None
        raise BadValueError(
            node.mark.problem(error.sentence, near=near, hint=error.hint)
        ) from error


def _anchor_event(reading: Reading, given: Scalar | None, node: Node, names: Names) -> str | None:
    """The id of the event that a reading hangs on: as given, else the only one of that name."""
    if reading.shift is None:
        if given is not None:
            raise BadValueError(given.mark.problem(
                f"{reading.phrase!r} does not hang on an event: it is {reading.edtf or 'vague'}",
                hint="leave the event out"))  # fmt: skip
        return None
    if given is not None:
        return _reference(given.text, "event", given, names)
    words = reading.anchor_event or ""
    called = names.events_called(words) if words else []
    if len(called) == 1:
        return called[0]
    which = f"{words!r} names {len(called)} events" if words else "it hangs on another event"
    candidates = f"candidates: {', '.join(called)}; " if called else ""
    raise BadValueError(node.mark.problem(
        f"{reading.phrase!r}: {which}, so it has no day",
        hint=f"{candidates}write {{phrase: {reading.phrase}, event: ID}}"))  # fmt: skip


def _given(node: Node, names: Names, setting: Setting, problems: list[Problem]) -> Given:
    if isinstance(node, Scalar):
        # With a space it is words, without one it must be an id.
        if " " in node.text.strip():
            return Given(words=node.text)
        return Given(commitment=_reference(node.text, "commitment", node, names))
    if isinstance(node, Listing):
        raise BadValueError(node.mark.problem("one condition: words, or {commitment: ID}"))
    found: Given = _nested(Given, node, names, setting, problems)
    return found


def to_plain(node: Node) -> Any:
    """The JSON builtins of a node; the word `none` removes."""
    if isinstance(node, Scalar):
        return None if node.text == "none" else node.text
    if isinstance(node, Listing):
        return [to_plain(item) for item in node.items]
    return {key.text: to_plain(value) for key, value in node.items}
