"""One thing that was looked at in examining a ledger, and how it is."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Level = Literal["ok", "warn", "danger"]
"""`danger`: something recorded may be lost, changed or misread; `warn`: it may become so."""


@frozen(kw_only=True)
class Finding:
    """What was found: a level, the thing looked at (a stable name), a sentence, what to do."""

    level: Level
    topic: str
    sentence: str
    hint: str | None = None
