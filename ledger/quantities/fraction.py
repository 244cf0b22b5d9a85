"""Parts of a whole or of a scale: "two thirds", "1/2", "half a million", "one in five"."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from ledger.quantities.number import mixed, read_cardinal
from ledger.quantities.numeral import LARGEST, PARTS, Number, numeral, read_power, times
from ledger.quantities.vocabulary import (
    ARTICLES,
    CARDINALS,
    DENOMINATORS,
    DOZENS,
    HUNDREDS,
    TENS,
    UNIT_ORDINALS,
    WORD_SCALES,
)

_GLUE = ("and", "-")
_RUN = CARDINALS.keys() | HUNDREDS | WORD_SCALES.keys() | ARTICLES | set(_GLUE)


def read_amount(words: list[str]) -> tuple[Number, int, bool] | None:
    """The number that `words` begin with: the number, the words it takes, whether it is a part.

    A part is a share of a whole ("two thirds", "one in five"), unless a scale follows ("two
    thirds of a million"), which makes it a number.
    """
    if not words:
        return None
    power = read_power(words) if "^" in words else None
    if power is not None:
        return *power, False
    told = _numeral_parts(words) or _word_parts(words)
    if told is None:
        counted = read_cardinal(words)
        if counted is None:
            return None
        return _over(words, *counted) or (*counted, False)
    number, taken, share = told
    whole, part = number
    size = _scale_ahead(words[taken:])
    if size is None:
        if not whole.value:
            return part, taken, share
        return _sum(whole, part), taken, False
    factor, used = size
    if part.value * factor >= LARGEST or whole.value * factor >= LARGEST:
        return None
    if whole.value >= factor:  # one billion and a half million
        return _sum(whole, times(part, factor)), taken + used, False
    found = times(_sum(whole, part), factor)
    return evolve(found, value=_whole(found.value), scale=factor), taken + used, False


Parts = tuple[tuple[Number, Number], int, bool]
"""A whole number and its part; the words they take; whether they are a share of something."""

_NOTHING = Number(value=Decimal(0), unit=Decimal(1))


def _part(numerator: Decimal, denominator: Decimal) -> Number:
    return Number(
        value=PARTS.divide(numerator, denominator), unit=PARTS.divide(Decimal(1), denominator)
    )


def _sum(whole: Number, part: Number) -> Number:
    if not whole.value:
        return part
    return Number(value=_whole(whole.value + part.value), unit=part.unit)


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _numeral_parts(words: list[str]) -> Parts | None:
    """1/2, 3/4, 1 4/5."""
    if "/" not in words[1:3]:
        return None
    at = 0 if words[1] == "/" else 1
    figures = words[at : at + 3 : 2]
    if len(figures) < 2:
        return None
    whole = numeral(words[0]) if at else _NOTHING
    over, under = numeral(figures[0]), numeral(figures[1])
    if whole is None or over is None or under is None or not under.value:
        return None
    if at and (over.value >= under.value or whole.value != int(whole.value)):
        return None
    taken = at + 3
    if words[taken : taken + 1] and words[taken] in ("th", "ths", "rd", "rds"):  # 1/10th
        taken += 1
    return (whole, _part(over.value, under.value)), taken, not at


def _word_parts(words: list[str]) -> Parts | None:
    """Two thirds, a twenty-first, one hundred and three and two thirds, half."""
    end = 0
    while end < len(words) and (words[end] in _RUN or (not end and numeral(words[0]))):
        end += 1
    if end == len(words) or words[end] not in DENOMINATORS:
        return None
    run, name = words[:end], words[end]
    parts = DENOMINATORS[name]
    if not run:
        return ((_NOTHING, _part(Decimal(1), Decimal(parts))), 1, True) if name in (
            "half", "quarter"
        ) else None  # fmt: skip
    if run[0] in _GLUE:
        return None
    if run[-1] == "-":
        run = run[:-1]
    split = _split(run, name)
    if split is None:
        return None
    whole, numerator, denominator = split
    single = not name.endswith("s") and parts > 4 and name != "halves"
    if (single and numerator != 1) or numerator != int(numerator) or denominator <= 1:
        return None
    if whole is None:
        return (_NOTHING, _part(numerator, denominator)), end + 1, True
    if whole.scale >= 10**6 and _scale_ahead(words[end + 1 :]) is None:
        joined = mixed(whole, int(numerator), int(denominator))
        return (joined, _NOTHING), end + 1, False
    return (whole, _part(numerator, denominator)), end + 1, False


def _split(run: list[str], name: str) -> tuple[Number | None, Decimal, Decimal] | None:
    """The whole number, the numerator and the denominator told by `run` and the ordinal `name`."""
    parts = Decimal(DENOMINATORS[name])
    if "and" in run[1:-1]:
        last = len(run) - 1 - run[::-1].index("and")
        whole, over = _full(run[:last]), _full(run[last + 1 :])
        if whole is not None and over is not None and over.value < parts:
            return whole, over.value, parts
    if name.removesuffix("s") in UNIT_ORDINALS and run[-1] in TENS:
        before = run[:-1]
        if before and before[-1] not in _GLUE:  # three twenty-fifths
            over = _full(before)
            return None if over is None else (None, over.value, TENS[run[-1]] + parts)
    over = _full(run)
    if over is not None:
        return None, over.value, parts
    counted = read_cardinal(run)
    if counted is None:
        return None
    rest = run[counted[1] :]  # a number that does not go on: one | one hundred and fifth
    base = _full(rest[:-1] if rest[-1] in _GLUE else rest)
    if base is None or base.unit <= parts:
        return None
    return None, counted[0].value, base.value + parts


def _full(words: list[str]) -> Number | None:
    """The number that is all of the words."""
    found = read_cardinal(words)
    return found[0] if found and found[1] == len(words) else None


def _scale_ahead(words: list[str]) -> tuple[Decimal, int] | None:
    """A scale that a part is of: million, a dozen, of a million."""
    at = 1 if words[:1] == ["of"] and words[1:2] and words[1] in ARTICLES else 0
    if words[:1] == ["-"]:
        at = 1
    if words[at : at + 1] and words[at] in ARTICLES:
        at += 1
    factor = Decimal(1)
    start = at
    while at < len(words):
        word = words[at]
        size = 100 if word in HUNDREDS else WORD_SCALES.get(word) or DOZENS.get(word)
        if size is None or factor * size >= LARGEST:
            break
        factor, at = factor * size, at + 1
    return (factor, at) if at > start else None


def _over(words: list[str], first: Number, taken: int) -> tuple[Number, int, bool] | None:
    """One over three; one in five; two out of every three."""
    match words[taken : taken + 3]:
        case ["over", *_]:
            at = taken + 1
        case ["out", "of", "every"]:
            at = taken + 3
        case ["in" | "of", "every", *_] | ["out", "of", *_]:
            at = taken + 2
        case ["in", *_]:
            at = taken + 1
        case _:
            return None
    found = read_cardinal(words[at:])
    if found is None or (words[at] in ARTICLES and found[1] == 1):
        return None
    second = found[0].value
    if words[taken] == "over":
        fits = first.value > 0 and second > 1
    else:
        fits = 0 < first.value <= second and second > 1 and not _year(words[at])
    if not fits or first.value != int(first.value) or second != int(second):
        return None
    return _part(first.value, second), at + found[1], True


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1800 <= int(word) <= 2200
