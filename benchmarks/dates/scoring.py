"""Right, wrong or missing: a reading against what a corpus says."""

from __future__ import annotations

import datetime as dt

from benchmarks.dates.corpora import Days, Item
from ledger.dates import UnreadablePhraseError, read
from ledger.dates.reading import Direction


def ours(item: Item) -> Days | None:
    """What the ledger reads: the days that the phrase denotes; None where it refuses.

    Corpora do not say which way their words look. Where `item.nearest` holds, the occurrence
    nearest to the day of the words is taken, else the one ahead.
    """
    ahead = _days(item, "ahead")
    if not item.nearest or ahead is None or item.anchor is None:
        return ahead
    back = _days(item, "date")
    if back is None or None in (*ahead, *back):
        return ahead
    first, last = ahead[0], back[1]
    assert first is not None
    assert last is not None
    return back if last < item.anchor and item.anchor - last < first - item.anchor else ahead


def _days(item: Item, direction: Direction) -> Days | None:
    try:
        found = read(item.phrase, anchor=item.anchor, direction="date" if item.back else direction)
    except UnreadablePhraseError:
        return None
    if found.vague or found.shift is not None:
        return None
    return found.earliest, found.latest


def judge(item: Item, found: Days | None) -> str:
    """`right`, `wrong` or `missing` for the days that some reader gave (None: it gave none)."""
    if found is None:
        return "missing" if item.right else "right"
    if not item.right:
        return "wrong"
    if found in item.right:
        return "right"
    if item.first_day_only and _whole(found) and found[0] == item.right[0][0]:
        return "right"
    return "wrong"


def _whole(days: Days) -> bool:
    """Whether the days are a month or a year, which this corpus tells by its first day."""
    first, last = days
    if first is None or last is None or first.day != 1 or last == dt.date.max:
        return False
    after = last + dt.timedelta(days=1)
    return after.day == 1 and (last - first).days in (27, 28, 29, 30, 364, 365)
