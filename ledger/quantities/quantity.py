"""A quantity as stated: the raw words, the value they name, and the interval they allow."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen, validators

from ledger.errors import LedgerError
from ledger.quantities.span import Span

QUALIFIERS = (
    "exact", "about", "more_than", "at_least", "fewer_than", "up_to", "nearly", "just_over",
    "range", "vague", "all",
)  # fmt: skip

_decimal = validators.optional(validators.instance_of(Decimal))


class UnreadableQuantityError(LedgerError):
    """The words state no quantity that the reader knows."""

    code = "bad-input"


@frozen(kw_only=True)
class Quantity:
    """What the words say: `lo` … `hi`, both included, None where they set no bound.

    `value` is the number they name, None for a range or a vague plural.
    """

    raw: str = field(validator=validators.instance_of(str))
    value: Decimal | None = field(default=None, validator=_decimal)
    lo: Decimal | None = field(default=None, validator=_decimal)
    hi: Decimal | None = field(default=None, validator=_decimal)
    qualifier: str = field(default="exact", validator=validators.in_(QUALIFIERS))
    unit: str | None = field(
        default=None, validator=validators.optional(validators.instance_of(str))
    )

    def __attrs_post_init__(self) -> None:
        if self.lo is not None and self.hi is not None and self.lo > self.hi:
            raise ValueError(f"the quantity {self.raw!r} allows nothing: {self.lo} … {self.hi}")

    @property
    def span(self) -> Span:
        """The interval alone."""
        return Span(lo=self.lo, hi=self.hi)
