"""Values as people read them: days, numbers with separators, lists and named values in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ledger.visible import visible


def plain(value: Any) -> str:
    """A value as text on one line; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S UTC")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Mapping):
        held = ((name, plain(member)) for name, member in value.items())
        return ", ".join(f"{name}: {text}" for name, text in held if text)
    if isinstance(value, list | tuple):
        return "; ".join(text for member in value if (text := plain(member)))
    return visible(str(value))


def moment(value: dt.datetime) -> str:
    """A moment as machines read it: ISO 8601 in UTC, to the microsecond."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def number(value: Decimal) -> str:
    """A number with separators between thousands, and no digits that say nothing."""
    if value == value.to_integral_value():
        return f"{int(value):,}"
    whole, _, rest = f"{value:,f}".partition(".")
    # Four digits behind the point, or as many as it takes to see that it is not nought.
    told = f"{value:.4f}" if abs(value) >= Decimal("0.001") else f"{value:.2g}"
    return (
        f"{whole}.{rest}".rstrip("0")
        if len(rest) <= 4
        else f"{Decimal(told):,f}".rstrip("0").rstrip(".")
    )
