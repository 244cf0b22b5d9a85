"""The three clocks of a question: from what was asked to days and a position (docs/domain.md, 1)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from attrs import frozen

from ledger.dates import UnreadablePhraseError, parse_edtf
from ledger.errors import UsageError
from ledger.store.store import Snapshot

DIGITS = 18
"""No ledger has a position of more digits."""


@frozen(kw_only=True)
class Clocks:
    """Which day is judged, which sources count, which positions count.

    `known_by` is None where every source counts that was published by now; `recorded_by` is None
    where everything recorded counts.
    """

    as_of: dt.date
    today: dt.date
    known_by: dt.date | None = None
    recorded_by: int | None = None

    @property
    def now(self) -> bool:
        """Whether the views answer: nothing is hidden by a clock."""
        return self.known_by is None and self.recorded_by is None

    def over(self, head: int) -> dict[str, Any]:
        """The fields of an answer that tell these clocks, over a ledger of this head."""
        return {
            "as_of": self.as_of,
            "today": self.today,
            "known_by": self.known_by,
            "recorded_by": head if self.recorded_by is None else self.recorded_by,
            "head": head,
        }


def read_clocks(
    snapshot: Snapshot,
    *,
    now: dt.datetime,
    as_of: str | dt.date | None,
    known_by: str | dt.date | None,
    recorded_by: str | int | dt.datetime | None,
    then: str | dt.date | None,
    today: str | dt.date | None,
) -> Clocks:
    """The clocks as asked for; all default to now. Raises UsageError for what is no day or moment.

    A `today` before the present day hides what was published after it, as the present does.
    """
    present = now.date()
    day = present if today is None else read_day(today, "today")
    if then is not None:
        if as_of is not None or known_by is not None:
            raise UsageError("then sets as_of and known_by: give it alone, or those two")
        as_of = known_by = then
    judged = day if as_of is None else read_day(as_of, "as_of")
    known = read_day(known_by, "known_by") if known_by is not None else None
    if known is None and day < present:
        known = day
    return Clocks(
        as_of=judged, today=day, known_by=known, recorded_by=_position(snapshot, recorded_by)
    )


def read_day(value: str | dt.date, name: str) -> dt.date:
    """A day given as a date or as YYYY-MM-DD. Raises UsageError, naming the option."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        first, last = parse_edtf(value)
    except UnreadablePhraseError as error:
        raise UsageError(f"{name}: {error.sentence}", hint="write a day as YYYY-MM-DD") from error
    if first is None or first != last:
        raise UsageError(f"{name}: {value!r} is not one day", hint="write a day as YYYY-MM-DD")
    return first


def _position(snapshot: Snapshot, value: str | int | dt.datetime | None) -> int | None:
    """Digits are a position, a time means the end of what it names, in UTC."""
    if value is None:
        return None
    head = snapshot.head()
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        if len(str(value)) > DIGITS or not 0 <= int(value) <= head:
            raise UsageError(
                f"recorded_by: the ledger ends at position {head}, there is no {value}"
            )
        return int(value)
    if isinstance(value, dt.datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return snapshot.head_at(moment.astimezone(dt.UTC))
    return snapshot.head_at(_end_of(str(value)))


_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d(?P<minute>:\d\d(?P<second>:\d\d(?P<fraction>\.\d{1,6})?)?)?"
    r"(?:Z|[+-]\d\d:\d\d)?)?"
)
"""A time as ISO 8601 writes it, at least to the day."""


def _end_of(text: str) -> dt.datetime:
    """The last microsecond of the day, hour, minute or second that a time names, in UTC."""
    match = _TIME.fullmatch(text)
    try:
        start = dt.datetime.fromisoformat(text if match else "")
        utc = start.replace(tzinfo=dt.UTC) if start.tzinfo is None else start.astimezone(dt.UTC)
        return utc + (_length(text, match) - dt.timedelta.resolution)
    except (ValueError, OverflowError):
        raise UsageError(
            f"recorded_by: {text!r} is neither a position nor a time",
            hint="write 17, 2026-01-31 or 2026-01-31T12:00",
        ) from None


def _length(text: str, match: re.Match[str] | None) -> dt.timedelta:
    """How long what a time names lasts: a day, an hour, a minute, a second or an instant."""
    if match is None or len(text) == len("2026-01-31"):
        return dt.timedelta(days=1)
    if match["fraction"]:
        return dt.timedelta.resolution
    if match["second"]:
        return dt.timedelta(seconds=1)
    return dt.timedelta(minutes=1) if match["minute"] else dt.timedelta(hours=1)
