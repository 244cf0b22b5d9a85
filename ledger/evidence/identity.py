"""Ids derived from what an event says, under a key that never leaves its ledger."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from ledger.evidence.canonical import canonical

DIGITS = 24
"""Hexadecimal digits of a derived id: 96 bits, so that two events never share one by chance."""


def derived_id(key: bytes, type: str, given: Mapping[str, Any]) -> str:
    """The id of an event that was given none: its type and an HMAC-SHA-256 of its fields as given.

    The key is random and stays in the ledger, so that an id confirms no guess about the words
    behind it (docs/domain.md, section 2). Raises ValueError for text that cannot be stored.
    """
    digest = hmac.digest(key, canonical(given), "sha256").hex()
    return f"{type}-{digest[:DIGITS]}"
