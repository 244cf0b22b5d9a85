"""The phrases that the reader is measured on, and the intervals that they should give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from attrs import frozen

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared" / "data" / "dates"
"""Where the published corpora lie, beside the checkout, unless told otherwise."""

INCLUSIVE = "both ends belong to a range (domain.md, section 5); the corpus leaves the upper out"
RANK = "a rank (the tenth) is not a quantity"
NAME = "G behind a number is a unit or a name (gram, 5G), not thousands of millions"
SPLIT = "the corpus divides one hundred by one thousand and five; read straight on it is 101,000/5"


@frozen
class Case:
    """A phrase, the interval it should give, and why the corpus is not followed to the letter.

    `lo` and `hi` are included. `reason` is set where the corpus contradicts the rules: with
    `adjusted`, the interval here is the corpus's as the rules have it; otherwise the phrase
    counts as its corpus says.
    """

    phrase: str
    lo: Decimal | None
    hi: Decimal | None
    reason: str | None = None
    adjusted: bool = False


def corpora(shared: Path) -> Iterator[tuple[str, list[Case]]]:
    """Each corpus that is at hand: its name and its cases."""
    numbers, ranges = shared / "ms_numbermodel.jsonl", shared / "ms_numberrange.jsonl"
    if numbers.exists():
        yield "Recognizers-Text numbers", [_number(line) for line in _lines(numbers)]
    if ranges.exists():
        yield "Recognizers-Text ranges", [_range(line) for line in _lines(ranges)]
    yield (
        "Policy quantities (ours)",
        [
            Case(one["phrase"], _end(one["lo"]), _end(one["hi"]))
            for one in _lines(HERE / "policy.jsonl")
        ],
    )


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _end(told: str | float | None) -> Decimal | None:
    return None if told is None or told == "" else Decimal(str(told))


def as_written(text: str, phrase: str) -> str:
    """The phrase with the capitals that it has in its sentence; the corpus lists it without."""
    at = text.casefold().find(phrase.casefold())
    return text[at : at + len(phrase)] if at >= 0 else phrase


def _number(line: dict[str, str]) -> Case:
    phrase = as_written(line["text"], line["phrase"])
    value = _end(line["value"])
    reason = NAME if phrase.endswith("G") else None
    if phrase == "one hundred one thousand fifths":
        reason = SPLIT
    return Case(phrase, value, value, reason)


def _range(line: dict[str, str]) -> Case:
    """An interval in mathematical notation, as the whole numbers in it where its ends are whole."""
    told = line["value"]
    low, high = (_end(side) for side in told[1:-1].split(","))
    phrase = line["phrase"]
    if low is not None and told[0] == "(":
        low = _next(low, 1)
    reason, adjusted = (RANK, False) if "tenth" in phrase else (None, False)
    if high is not None and told[-1] == ")":
        if told[0] == "[":
            reason, adjusted = reason or INCLUSIVE, reason is None
        else:
            high = _next(high, -1)
    return Case(phrase, low, high, reason, adjusted)


def _next(end: Decimal, step: int) -> Decimal:
    return end + step if end == end.to_integral_value() else end
