"""Where a corpus contradicts docs/domain.md, which then wins: each item by name, with the reason.

An exception holds only while the reading is the one that the contract asks for, as listed in
exceptions.tsv (corpus, item, days, reason); any other reading of the item counts as wrong.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.dates.corpora import Days, Item

REASONS = {
    "range-end": "days are inclusive (section 4); the corpus leaves out the end that is named",
    "limit-included": "R1: by, until, no later than a day include it, from the day said on",
    "event": "R10: it hangs on another event and is never dated from the day of the words",
    "so-far": "R12: earlier this month is its first day to the day said; later is the rest of it",
    "since": "R12: since June is up to the day said, where the corpus leaves the end open",
    "last-weekday": "R12: last Wednesday is the latest before the day said",
    "look": "R3: what has ended is the next such period, where the corpus stays in the year",
    "rolling": "R6: the next or last so many units count from the day said",
    "exact": "R6: two years ago is that day two years before, where the corpus gives the month",
    "third": "R7: early, mid, late and the edges of a period are thirds of it",
    "season": "R3: a season has days, where the corpus gives none",
    "starts": "section 2: what starts on a day is dated by that day, which is never a duration",
    "moon": "R11: the day depends on the sight of the moon, and both neighbours are kept",
    "week": "no locale: weeks run from Monday (ISO 8601), and this week so far is up to today",
    "two-readings": "R11: next Tuesday has two readings, and the other one is an alternative",
    "span-as-point": "R5: a week, a quarter, a window is a stretch; the corpus gives one day of it",
}
_FILE = Path(__file__).with_name("exceptions.tsv")


def _listed() -> dict[tuple[str, str], tuple[str, str]]:
    rows = (line.split("\t") for line in _FILE.read_text("utf-8").splitlines() if line)
    return {(corpus, item): (days, reason) for corpus, item, days, reason in rows}


LISTED = _listed()


def excepted(item: Item, found: Days | None) -> str | None:
    """The reason why a reading that differs from the corpus is right by the contract, or None."""
    days, reason = LISTED.get((item.corpus, item.id), (None, ""))
    if days is None or days != written(found):
        return None
    return reason


def written(days: Days | None) -> str:
    """Days as exceptions.tsv writes them."""
    if days is None:
        return "-"
    return "/".join(str(day) if day else ".." for day in days)
