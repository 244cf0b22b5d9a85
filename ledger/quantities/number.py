"""Numbers in numerals and in English words: "5,200", "1.5 million", "nine and a half", "a dozen"."""

from __future__ import annotations

import re
from decimal import Decimal

from attrs import frozen

_ONES = {
    "zero": 0, "no": 0, "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "couple": 2,
}  # fmt: skip
_SCALES = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6,
    "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12,
}  # fmt: skip
_FRACTIONS = {
    "half": Decimal("0.5"), "quarter": Decimal("0.25"), "third": Decimal(1) / 3,
    "thirds": Decimal(1) / 3, "quarters": Decimal("0.25"),
}  # fmt: skip
_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
MOST_DIGITS = 30
"""Longer numerals are no quantity that anybody states."""


@frozen(kw_only=True)
class Number:
    """A value, and the size of one unit of its last significant digit."""

    value: Decimal
    unit: Decimal


def numeral(text: str) -> Number | None:
    """The number written in digits, or None."""
    if not _NUMERAL.fullmatch(text) or len(text) > MOST_DIGITS:
        return None
    value = Decimal(text.replace(",", ""))
    if value == value.to_integral_value() and "." not in text:
        digits = str(int(value))
        zeros = len(digits) - len(digits.rstrip("0")) if value else 0
        return Number(value=value, unit=Decimal(10) ** zeros)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Number(value=value, unit=Decimal(10) ** exponent)


def read_number(words: list[str]) -> tuple[Number, int] | None:
    """The number that `words` (lower case) begin with, and how many words it takes, or None."""
    total = Decimal(0)
    part: Decimal | None = None
    unit = Decimal(1)
    taken = 0
    for index, word in enumerate(words):
        digits = numeral(word)
        if digits is not None:
            if part is not None:
                break
            part, unit = digits.value, digits.unit
        elif word in _SCALES and (part is not None or word in ("dozen", "hundred", "thousand")):
            scale = _SCALES[word]
            part = (Decimal(1) if part is None else part) * scale
            unit *= scale
            if scale >= 1000:
                total, part = total + part, Decimal(0)
        elif word in _ONES:
            small = Decimal(_ONES[word])
            if part is not None and part and not _joins(part, small):
                break
            part = small if part is None else part + small
            unit = Decimal(1)
        elif word == "and" and part is not None and _fraction_ahead(words[index + 1 :]):
            fraction, used = _fraction_ahead(words[index + 1 :]) or (Decimal(0), 0)
            value = total + part + fraction
            return Number(value=value, unit=Decimal("0.5")), index + 1 + used
        elif word == "and" and part is not None and words[index + 1 : index + 2]:
            if words[index + 1] not in _ONES:
                break
            continue
        else:
            break
        taken = index + 1
    if part is None:
        return None
    value = total + part
    # 1.5 million is a whole number: its decimals went into the scale.
    return Number(value=value.quantize(1) if value == int(value) else value, unit=unit), taken


def _joins(part: Decimal, small: Decimal) -> bool:
    """Whether a small number word continues a larger one: twenty five, one hundred twenty."""
    return (part % 100 == 0 and small < 100) or (part % 10 == 0 and part % 100 != 0 and small < 10)


def _fraction_ahead(words: list[str]) -> tuple[Decimal, int] | None:
    if words[:2] and words[0] in ("a", "one", "three", "two") and words[1:2]:
        if words[1] in _FRACTIONS:
            return _FRACTIONS[words[1]] * _ONES[words[0]], 2
    return None
