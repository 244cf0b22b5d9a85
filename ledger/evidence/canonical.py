"""The canonical JSON bytes that are hashed (RFC 8785, JSON Canonicalization Scheme).

Restricted to what the ledger stores: strings, booleans, null, integers within ±2^53, lists, and
objects; every decimal is a string. Text is stored as given, never normalised.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

MOST = 2**53


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value.

    Raises ValueError for what it cannot hold: fractions, integers beyond ±2^53, lone surrogates.
    """
    ordered = _checked(value)
    try:
        return msgspec.json.encode(ordered)
    except (UnicodeEncodeError, msgspec.MsgspecError) as error:
        raise ValueError(f"text that is not Unicode cannot be stored: {error}") from error


def _checked(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > MOST:
            raise ValueError(f"the integer {value} is beyond ±2^53; store it as text")
        return value
    if isinstance(value, (list, tuple)):
        return [_checked(member) for member in value]
    if isinstance(value, dict):
        return {name: _checked(value[name]) for name in _in_order(value)}
    raise ValueError(f"{type(value).__name__} has no canonical form")


def _in_order(names: Iterable[str]) -> list[str]:
    """Names as RFC 8785, section 3.2.3, sorts them: by their UTF-16 code units.

    That differs from the order of code points beyond the basic plane, never for plain ASCII.
    """
    if all(map(str.isascii, names)):
        return sorted(names)
    return sorted(names, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
