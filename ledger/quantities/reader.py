"""Reads quantities as stated: qualifiers, ranges, vague plurals, numbers in digits and words.

The rules are those of docs/domain.md, section 5. Words that the reader does not know are refused
unless they only name the unit; nothing is guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ledger.quantities.number import Number, numeral, read_number
from ledger.quantities.quantity import Quantity, UnreadableQuantityError

LONGEST = 200
"""No stated quantity is longer than this many characters."""

VAGUE = {
    "a few": (2, 5), "few": (2, 5), "several": (3, 10), "some": (2, None), "a number of": (2, None),
    "many": (3, None), "dozens": (24, None), "scores": (40, None), "hundreds": (200, None),
    "thousands": (2000, None), "tens of thousands": (20_000, None),
    "hundreds of thousands": (200_000, None), "millions": (2_000_000, None),
}  # fmt: skip
"""Words for a number that is not told: at least, at most."""

_QUALIFIERS = {
    "about": "about", "around": "about", "approximately": "about", "roughly": "about",
    "some": "about", "circa": "about", "c.": "about", "~": "about", "an estimated": "about",
    "more than": "more_than", "over": "more_than", "greater than": "more_than", ">": "more_than",
    "just over": "just_over", "slightly more than": "just_over",
    "at least": "at_least", "no fewer than": "at_least", "no less than": "at_least",
    "not less than": "at_least", "a minimum of": "at_least", ">=": "at_least",
    "up to": "up_to", "at most": "up_to", "no more than": "up_to", "not more than": "up_to",
    "a maximum of": "up_to", "as many as": "up_to", "<=": "up_to",
    "fewer than": "fewer_than", "less than": "fewer_than", "under": "fewer_than",
    "below": "fewer_than", "<": "fewer_than",
    "nearly": "nearly", "almost": "nearly", "just under": "nearly", "close to": "about",
    "exactly": "exact",
}  # fmt: skip
_BY_LENGTH = sorted(_QUALIFIERS, key=len, reverse=True)
_VAGUE_BY_LENGTH = sorted(VAGUE, key=len, reverse=True)
_RANGES = (
    re.compile(r"between (.+?) and (.+)"),
    re.compile(r"(?:from )?(.+?) to (.+)"),
    re.compile(r"([$€£]?[\d.,]+) ?[-–—] ?([$€£]?[\d.,]+.*)"),
)
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")


def read_quantity(text: str) -> Quantity:
    """Read a quantity as stated.

    Raises UnreadableQuantityError, with what can be written instead, where it cannot be read.
    """
    raw = text.strip()
    words = " ".join(_HYPHEN.sub(" ", raw.casefold()).split())
    if not words or len(raw) > LONGEST:
        raise _unreadable(raw)
    found = _vague(raw, words) or _range(raw, words) or _qualified(raw, words)
    if found is None:
        raise _unreadable(raw)
    return found


def _unreadable(raw: str) -> UnreadableQuantityError:
    shown = raw if len(raw) <= 60 else f"{raw[:57]}…"
    return UnreadableQuantityError(
        f"no quantity can be read from {shown!r}" if raw else "a quantity cannot be empty",
        hint="write it as 3,000, about 5,200, more than 2,000, 2,000 to 3,000 or 1.5 million",
    )


def _vague(raw: str, words: str) -> Quantity | None:
    if words in ("all", "half"):
        value = None if words == "all" else Decimal("0.5")
        return Quantity(raw=raw, value=value, lo=value, hi=value,
                        qualifier="all" if words == "all" else "exact")  # fmt: skip
    for phrase in _VAGUE_BY_LENGTH:
        lo, hi = VAGUE[phrase]
        rest = words[len(phrase) :].strip()
        if words.startswith(phrase) and (not rest or words[len(phrase)] == " "):
            if rest and not _is_unit(rest):
                continue
            return Quantity(
                raw=raw, lo=Decimal(lo), hi=None if hi is None else Decimal(hi),
                qualifier="vague", unit=rest.removeprefix("of ") or None,
            )  # fmt: skip
    return None


def _range(raw: str, words: str) -> Quantity | None:
    match = next((found for form in _RANGES if (found := form.fullmatch(words))), None)
    if match is None:
        return None
    low, high = _plain(match[1]), _plain(match[2])
    if low is None or high is None or low[1]:
        return None
    if low[0].value > high[0].value:
        raise UnreadableQuantityError(
            f"the range {raw!r} runs downwards", hint="write the smaller number first"
        )
    return Quantity(
        raw=raw, lo=low[0].value, hi=high[0].value, qualifier="range", unit=high[1] or None
    )


def _plain(text: str) -> tuple[Number, str] | None:
    """A number alone, with the words of its unit behind it."""
    body = text.strip()
    money = ""
    if body[:1] in "$€£":
        money, body = body[:1], body[1:].lstrip()
    percent = body.endswith("%")
    words = body.removesuffix("%").split()
    glued = re.fullmatch(r"([\d,.]+)(k|m|mn|bn)", words[0]) if words else None
    if glued:
        words[:1] = [glued[1], glued[2]]
    found = read_number(words)
    if found is None:
        return None
    number, taken = found
    unit = "%" if percent else " ".join(words[taken:])
    if unit and not percent and not _is_unit(unit):
        return None
    return number, money or unit


def _is_unit(text: str) -> bool:
    """Words that can name what is counted: no digits, no qualifier in hiding."""
    return not re.search(r"\d", text) and not any(
        f" {phrase} " in f" {text} "
        for phrase in _QUALIFIERS
        if phrase.isalpha() and phrase != "c."
    )


def _qualified(raw: str, words: str) -> Quantity | None:
    phrase = next(
        (
            p
            for p in _BY_LENGTH
            if words.startswith(p) and (not p[-1].isalpha() or words[len(p) :][:1] in (" ", ""))
        ),
        None,
    )
    qualifier = _QUALIFIERS[phrase] if phrase else "exact"
    found = _plain(words[len(phrase) :] if phrase else words)
    if found is None:
        return None
    number, unit = found
    lo, hi = bounds(number, qualifier, whole=unit not in ("%", "$", "€", "£"))
    return Quantity(raw=raw, value=number.value, lo=lo, hi=hi, qualifier=qualifier,
                    unit=unit or None)  # fmt: skip


def bounds(number: Number, qualifier: str, *, whole: bool) -> tuple[Decimal | None, Decimal | None]:
    """The interval that a qualified number allows.

    Half a unit of the last significant digit either side for approximations, never more than a
    tenth of the value; `whole` counts go up and down in ones.
    """
    value = number.value
    step = Decimal(1) if whole and value == value.to_integral_value() else Decimal(0)
    slack = min(number.unit / 2, abs(value) / 10)
    if step:
        slack = slack.to_integral_value(rounding="ROUND_FLOOR") if slack >= 1 else Decimal(0)
    above = value + slack - (step if slack else 0)
    match qualifier:
        case "about":
            return value - slack, max(above, value)
        case "just_over":
            return value + step, max(above, value + step)
        case "nearly":
            return value - slack, max(value - step, value - slack)
        case "more_than":
            return value + step, None
        case "at_least":
            return value, None
        case "up_to":
            return Decimal(0) if value >= 0 else None, value
        case "fewer_than":
            return Decimal(0) if value >= 0 else None, value - step
        case _:
            return value, value


__all__ = ["VAGUE", "bounds", "numeral", "read_quantity"]
