"""Reads days and deadlines: words against their anchor, EDTF, or what the writer gives explicitly."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import attrs

from ledger.dates import Direction, Reading, UnreadablePhraseError, read, read_between
from ledger.dates.edtf import format_edtf
from ledger.intake.names import Names
from ledger.intake.node import Entries, Node, Scalar
from ledger.intake.problems import BadValueError
from ledger.intake.publication import edtf_days, publication
from ledger.intake.references import dated_event
from ledger.intake.wording import meant, quoted
from ledger.model.day import GIVEN, Day, Days, Due

__all__ = ["BadValueError", "Setting", "iso_day", "read_day", "read_due"]

MOST_CANDIDATES = 10
"""No more events are listed from which the writer may choose."""

MOST_KEPT = 4096
"""The readings of so many words are kept: many events of a document are told of the same day."""

LAST = "no_later_than"
"""The key of the day that bounds a deadline which hangs on an event."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@attrs.frozen(kw_only=True)
class Setting:
    """What the words of an event are read against: the days for each direction of reading.

    `itself` is the id of the event that is being read: its own day cannot hang on it.
    """

    date: Days | None = None
    due: Days | None = None
    scheduled: bool = False
    itself: str | None = None


def iso_day(node: Scalar) -> dt.date:
    """A day as YYYY-MM-DD. Raises BadValueError."""
    text = node.text
    if _ISO.fullmatch(text) is None:
        raise BadValueError(node.mark.problem(f"{quoted(text)} is no day", hint="write YYYY-MM-DD"))
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadValueError(node.mark.problem(
            f"{text} is no day of the calendar", hint="check the month and the day")) from None  # fmt: skip


def read_day(name: str, node: Node, names: Names, setting: Setting) -> Day:
    """A day: words, EDTF, or {phrase, event | edtf | earliest, latest}. Raises BadValueError."""
    if name == "published":
        return publication(node)
    direction: Direction = "ahead" if setting.scheduled or name == "starts" else "date"
    against = setting.due if name == "starts" else setting.date
    itself = setting.itself if name == "occurred" else None
    if isinstance(node, Scalar):
        reading = _read(node.text, node, against, direction)
        if reading.shift is None:
            return _plain_day(node.text, against, direction)
        return Day.from_reading(reading, event=_hung_on(reading, None, node, names, itself))
    phrase, rest = _parts(node, ("event", "edtf", "earliest", "latest"))
    if "event" in rest:
        reading = _read(phrase or "", node, against, direction)
        event = _hung_on(reading, rest["event"], node, names, itself)
        return Day.from_reading(reading, event=event)
    if "edtf" in rest:
        earliest, latest = edtf_days(rest["edtf"])
    else:
        earliest = iso_day(rest["earliest"]) if "earliest" in rest else None
        latest = iso_day(rest["latest"]) if "latest" in rest else None
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
    """A deadline: words, or {phrase, event, no_later_than | lo, hi}. Raises BadValueError."""
    if isinstance(node, Scalar):
        reading = _read(node.text, node, setting.due, "due")
        return Due.from_reading(reading, event=_hung_on(reading, None, node, names, None))
    phrase, rest = _parts(node, ("event", LAST, "lo", "hi"))
    if "event" in rest or (LAST in rest and phrase is not None):
        reading = _read(phrase or "", node, setting.due, "due")
        event = _hung_on(reading, rest.get("event"), node, names, None)
        last = iso_day(rest[LAST]) if LAST in rest else None
        if last is not None and event is None:
            raise BadValueError(rest[LAST].mark.problem(
                f"{LAST} bounds what hangs on an event, and {quoted(reading.phrase)} does not",
                hint="write lo and hi"))  # fmt: skip
        return attrs.evolve(Due.from_reading(reading, event=event), no_later_than=last)
    if LAST in rest:
        raise BadValueError(rest[LAST].mark.problem(f"{LAST} goes with a phrase and its event"))
    lo = iso_day(rest["lo"]) if "lo" in rest else None
    hi = iso_day(rest["hi"]) if "hi" in rest else None
    if lo is None and hi is None:
        raise BadValueError(node.mark.problem("due needs a phrase alone, or event, or lo and hi"))
    if lo and hi and lo > hi:
        raise BadValueError(node.mark.problem("lo lies after hi"))
    return Due(phrase=phrase, rule=GIVEN, lo=lo, hi=hi, edtf=format_edtf(lo, hi))


def _parts(node: Node, allowed: tuple[str, ...]) -> tuple[str | None, dict[str, Scalar]]:
    """The phrase, and what is given beside it: an event, EDTF or bounds, one of these."""
    if not isinstance(node, Entries):
        raise BadValueError(node.mark.problem("one date, not a list"))
    found: dict[str, Scalar] = {}
    for key, value in node.items:
        if key.text not in ("phrase", *allowed):
            raise BadValueError(key.mark.problem(
                f"a date has no {quoted(key.text)}",
                near=meant(key.text, ["phrase", *allowed]),
                hint=f"phrase, {', '.join(allowed)}"))  # fmt: skip
        if not isinstance(value, Scalar):
            raise BadValueError(value.mark.problem(f"{key.text} takes one value"))
        found[key.text] = value
    phrase = found.pop("phrase", None)
    if "event" in found and phrase is None:
        raise BadValueError(node.mark.problem("a date that hangs on an event needs its phrase"))
    alone = next((found[name] for name in ("event", "edtf") if name in found), None)
    if LAST in found and ("lo" in found or "hi" in found):
        raise BadValueError(
            found[LAST].mark.problem(f"{LAST} goes with an event, not with lo and hi")
        )
    if alone is not None and len(found.keys() - {LAST}) > 1:
        names = " and ".join(found)
        raise BadValueError(node.mark.problem(f"a date is given in one way, not by {names}"))
    return (phrase.text if phrase else None), found


@lru_cache(maxsize=MOST_KEPT)
def _words(phrase: str, against: Days | None, direction: Direction) -> Reading:
    """What words mean against a day: the same whenever they are read, so it is kept."""
    first, last = against or (None, None)
    first = first or last
    if first is not None and last is not None and first != last:
        return read_between(phrase, anchor=(first, last), direction=direction)
    return read(phrase, anchor=last or first, direction=direction)


@lru_cache(maxsize=MOST_KEPT)
def _plain_day(phrase: str, against: Days | None, direction: Direction) -> Day:
    """The day of words that hang on no event."""
    return Day.from_reading(_words(phrase, against, direction))


def _read(phrase: str, node: Node, against: Days | None, direction: Direction) -> Reading:
    try:
        return _words(phrase, against, direction)
    except UnreadablePhraseError as error:
        near = error.nearest[0] if error.nearest else None
        raise BadValueError(
            node.mark.problem(error.sentence, near=near, hint=error.hint)
        ) from error


def _hung_on(
    reading: Reading, given: Scalar | None, node: Node, names: Names, itself: str | None
) -> str | None:
    """The id of the event that a reading hangs on: as given, else the only one of that name."""
    if reading.shift is None:
        if given is not None:
            raise BadValueError(given.mark.problem(
                f"{quoted(reading.phrase)} does not hang on an event: "
                f"it is {_days(reading)}", hint="leave the event out"))  # fmt: skip
        return None
    if given is not None:
        if given.text == itself:
            raise BadValueError(given.mark.problem("the day of an event cannot hang on itself"))
        return dated_event(given, names)
    words = reading.anchor_event or ""
    found = [id for id in names.events_called(words) if id != itself] if words else []
    if len(found) == 1:
        return found[0]
    how_many = f"{len(found)} events" if found else "no event"
    which = f"{quoted(words)} names {how_many}" if words else "it hangs on another event"
    more = f" and {len(found) - MOST_CANDIDATES} more" if len(found) > MOST_CANDIDATES else ""
    candidates = f"candidates: {', '.join(found[:MOST_CANDIDATES])}{more}; " if found else ""
    nameless = names.nameless(words) if words and not found else None
    if nameless is not None:
        candidates = f"the one on line {nameless} needs an id; "
    raise BadValueError(node.mark.problem(
        f"{quoted(reading.phrase)}: {which}, so it has no day",
        hint=f"{candidates}write {{phrase: {reading.phrase}, event: ID}}"))  # fmt: skip


def _days(reading: Reading) -> str:
    if reading.direction != "due" or reading.hi is None:
        return reading.edtf or "vague"
    return str(reading.hi) if reading.lo == reading.hi else f"{reading.lo} … {reading.hi}"
