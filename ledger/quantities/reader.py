"""Reads quantities as stated: words in, an interval out, or a refusal that says what can be read.

The rules are those of docs/domain.md, section 5, told one by one in docs/quantities.md. Words
that the reader does not know are refused unless they only name the unit; nothing is guessed.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from ledger.quantities.bounds import bounds
from ledger.quantities.numeral import CONTEXT, numeral
from ledger.quantities.phrase import Phrase, cut
from ledger.quantities.quantity import Quantity, UnreadableQuantityError
from ledger.quantities.ranges import read_both, read_range
from ledger.quantities.rules import nearest
from ledger.quantities.term import Terms

__all__ = ["bounds", "numeral", "read_quantity"]

LONGEST = 200
"""No stated quantity is longer than this many characters."""
_FINEST = Decimal("1e-28")
"""Parts without an end are cut here, so that a tenth off a third is 0.3."""


def read_quantity(text: str) -> Quantity:
    """Read a quantity as stated.

    Raises UnreadableQuantityError, with what can be written instead, where it cannot be read.
    """
    raw = text.strip()
    if not raw:
        raise UnreadableQuantityError("a quantity cannot be empty", hint=_HINT)
    if len(raw) > LONGEST:
        raise UnreadableQuantityError(f"no quantity can be read from {raw[:57]!r}…", hint=_HINT)
    with localcontext(CONTEXT):
        phrase = cut(raw)
        found = _read(raw, phrase) if phrase.words else None
    if found is None:
        shown = raw if len(raw) <= 60 else f"{raw[:57]}…"
        like = nearest(phrase.words)
        raise UnreadableQuantityError(
            f"no quantity can be read from {shown!r}",
            hint=f"{_HINT}; like {', '.join(like)}" if like else _HINT,
        )
    return found


_HINT = "write it as 3,000, about 5,200, more than 2,000, 2,000 to 3,000 or 1.5 million"


def _read(raw: str, phrase: Phrase) -> Quantity | None:
    terms = Terms(phrase)
    stated = terms.term(0, len(phrase.words))
    if stated is not None:
        lo, hi = stated.interval()
        value = None if stated.number is None else stated.number.value
        return Quantity(
            raw=raw, value=_plain(value), lo=_plain(lo), hi=_plain(hi),
            qualifier=stated.qualifier, unit=stated.unit.name,
        )  # fmt: skip
    both = read_both(terms) or read_range(terms)
    if both is None:
        return None
    if both.downwards:
        raise UnreadableQuantityError(
            f"the range {raw!r} runs downwards", hint="write the smaller number first"
        )
    return Quantity(
        raw=raw, lo=_plain(both.ends[0]), hi=_plain(both.ends[1]), qualifier=both.qualifier,
        unit=both.low.unit.name,
    )  # fmt: skip


def _plain(number: Decimal | None) -> Decimal | None:
    """A whole number without an exponent or a negative zero; others not finer than parts are."""
    if number is None:
        return None
    if number == number.to_integral_value():
        return number.quantize(Decimal(1)) + 0
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return number.quantize(_FINEST) if exponent < -28 and number.adjusted() > -10 else number
