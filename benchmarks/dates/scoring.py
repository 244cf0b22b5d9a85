"""Right, wrong or missing: a reading against what a corpus says."""

from __future__ import annotations

import datetime as dt

from benchmarks.dates.corpora import Days, Item
from ledger.dates import UnreadablePhraseError, read

Verdict = str
"""`right`, `wrong` or `missing`."""


def ours(item: Item) -> Days | None:
    """What the ledger reads: the days that the phrase denotes; None where it refuses."""
    try:
        found = read(item.phrase, anchor=item.anchor, direction="date" if item.back else "ahead")
    except UnreadablePhraseError:
        return None
    if found.vague or found.shift is not None:
        return None
    return found.earliest, found.latest


def judge(item: Item, found: Days | None) -> Verdict:
    """The verdict on the days that some reader gave (None: it gave none)."""
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
    if first is None or last is None or first.day != 1:
        return False
    after = last + dt.timedelta(days=1)
    return after.day == 1 and (last - first).days in (27, 28, 29, 30, 364, 365)
