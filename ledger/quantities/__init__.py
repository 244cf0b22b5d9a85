"""Quantities as people state them: words in, an interval out, and the arithmetic of intervals."""

from __future__ import annotations

from ledger.quantities.quantity import Quantity, UnreadableQuantityError
from ledger.quantities.reader import read_quantity
from ledger.quantities.span import Span

__all__ = ["Quantity", "Span", "UnreadableQuantityError", "read_quantity"]
