"""What a phrase was read as: the days it denotes, the bounds of a deadline, the rule, the working."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import field, frozen, validators

from ledger.dates.shift import Shift
from ledger.errors import LedgerError

Direction = Literal["date", "due", "ahead"]
"""`date` looks back (when something happened), `due` is a deadline, `ahead` a scheduled day."""

_day = validators.optional(validators.instance_of(dt.date))


class UnreadablePhraseError(LedgerError):
    """No rule reads the phrase. `nearest` are forms that can be read."""

    code = "bad-input"

    def __init__(
        self, sentence: str, *, hint: str | None = None, nearest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(sentence, hint=hint)
        self.nearest = nearest


@frozen(kw_only=True)
class Alternative:
    """Another defensible reading, and why it is one."""

    why: str = field(validator=validators.instance_of(str))
    earliest: dt.date | None = field(default=None, validator=_day)
    latest: dt.date | None = field(default=None, validator=_day)
    lo: dt.date | None = field(default=None, validator=_day)
    hi: dt.date | None = field(default=None, validator=_day)


@frozen(kw_only=True)
class Reading:
    """A phrase as read.

    `earliest` … `latest` is what it denotes (None: open); `lo`, `hi` are due_lo and due_hi where
    the direction is `due`. Where it hangs on an event, `shift` says how and `anchor_event` holds
    the words for the event ("" where the phrase only implies one); it then has no days.
    """

    phrase: str
    direction: Direction
    rule: str
    granularity: str | None = None
    anchor: dt.date | None = None
    edtf: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    lo: dt.date | None = None
    hi: dt.date | None = None
    vague: bool = False
    anchor_event: str | None = None
    shift: Shift | None = None
    alternatives: tuple[Alternative, ...] = ()
    explanation: str = ""
