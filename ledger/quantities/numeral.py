"""Numbers written in digits: "5,200", "12,34,567.89", "1.234,5", ".08", "1.3e6".

A comma or a point is read as English has it. Other ways of grouping are read where they cannot be
English: "1.234.567", "1.234,50", "12,5" and "0,5" (European), "12,34,567" (Indian), "1'234"
(Swiss). "5,200" is five thousand two hundred and "5.200" is five point two.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache

from attrs import frozen

MOST_DIGITS = 30
"""Longer numerals are no quantity that anybody states."""
LARGEST = Decimal(10) ** MOST_DIGITS
CONTEXT = Context(prec=70, traps=[DivisionByZero, InvalidOperation, Overflow])
"""The precision of all reading, whatever the caller's: the same words give the same number."""
PARTS = Context(prec=28, traps=[DivisionByZero, InvalidOperation, Overflow])
"""The precision of fractions that have no end, such as two thirds."""

_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_SWISS = re.compile(r"[0-9]{1,3}(?:['’][0-9]{3})+(?:\.[0-9]+)?")
_EUROPEAN = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]+,[0-9]{1,2}|0,[0-9]+"
)
_EXPONENT = re.compile(r"([0-9.,]+)e([+-]?[0-9]{1,2})")


@frozen(kw_only=True)
class Number:
    """A value, and the size of one unit of its last significant digit.

    `scale` is what its last words multiply by ("3 million": 10⁶), for "2 to 3 million".
    """

    value: Decimal
    unit: Decimal
    scale: Decimal = Decimal(1)


def numeral(text: str) -> Number | None:
    """The number written in digits, or None."""
    if len(text) > MOST_DIGITS or not text or text[0] not in "0123456789.":
        return None
    return _numeral(text)


@lru_cache(maxsize=4096)
def _numeral(text: str) -> Number | None:
    if "e" in text:
        match = _EXPONENT.fullmatch(text)
        inner = numeral(match[1]) if match else None
        if match is None or inner is None or abs(int(match[2])) >= MOST_DIGITS:
            return None
        return times(inner, Decimal(10) ** int(match[2]))
    if _ENGLISH.fullmatch(text) or _INDIAN.fullmatch(text):
        plain = text.replace(",", "")
    elif _SWISS.fullmatch(text):
        plain = text.replace("'", "").replace("’", "")
    elif _EUROPEAN.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".")
    else:
        return None
    if "." not in plain.rstrip("."):
        whole = Decimal(plain.rstrip("."))
        return Number(value=whole, unit=last_digit(whole))
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Number(value=value, unit=Decimal(10) ** exponent)


def last_digit(whole: Decimal) -> Decimal:
    """One unit of the last significant digit of a whole number: 100 for 5,200."""
    if not whole:
        return Decimal(1)
    digits = str(int(whole))
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))


def times(number: Number, factor: Decimal) -> Number:
    """The number `factor` times as large, its last digit with it."""
    return Number(
        value=CONTEXT.multiply(number.value, factor), unit=CONTEXT.multiply(number.unit, factor)
    )


def read_power(words: list[str]) -> tuple[Number, int] | None:
    """A power in digits that `words` begin with, and how many it takes: 1.3 x 10 ^ 6, 2.5 ^ - 1."""
    first = numeral(words[0]) if words else None
    if first is None:
        return None
    base, at = first, 1
    if words[1:2] and words[1] in ("x", "×", "*"):
        if words[2:3] != ["10"]:
            return None
        base, at = Number(value=Decimal(10), unit=Decimal(10)), 3
    if words[at : at + 1] != ["^"]:
        return None
    at += 1
    sign = 1
    while words[at : at + 1] in (["-"], ["+"]):
        sign, at = (-sign if words[at] == "-" else sign), at + 1
    exponent = words[at] if at < len(words) else ""
    if not exponent.isdecimal() or len(exponent) > 2:
        return None
    power = sign * int(exponent)
    if not base.value or (abs(base.value.adjusted()) + 1) * abs(power) >= MOST_DIGITS:
        return None
    factor = PARTS.power(base.value, power)
    if base is first:
        return Number(value=factor, unit=factor), at + 1
    return times(first, factor), at + 1
