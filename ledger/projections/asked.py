"""A question as it was put: the day judged, the manner of judging, the filters that were set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from ledger.model.judgement import Manner


def _unseen(_: str) -> str:
    return "not at hand"


def _unread(_text: str, _quote: str) -> bool:
    return False


@frozen(kw_only=True)
class Asked:
    """The question as put: the day judged, the manner of judging, the filters that were set."""

    as_of: dt.date
    today: dt.date
    manner: Manner = field(factory=Manner)
    filters: Mapping[str, Any] = field(factory=dict)
    text: Callable[[str], str] = field(default=_unseen, repr=False)
    """How the text with this SHA-256 stands: at hand, changed, or not at hand."""
    quoted: Callable[[str, str], bool] = field(default=_unread, repr=False)
    """Whether the text with this SHA-256 is at hand and holds a quotation."""

    def get(self, name: str) -> Any:
        """The value of a filter, or None."""
        return self.filters.get(name)

    def lets(self, name: str, *values: str | None) -> bool:
        """Whether a text filter is not set or equals one of the values, whatever their case."""
        wanted = self.filters.get(name)
        if wanted is None:
            return True
        return wanted.casefold() in {value.casefold() for value in values if value}

    def finds(self, name: str, *texts: str | None) -> bool:
        """Whether a text filter is not set or occurs in one of the texts, whatever their case."""
        wanted = self.filters.get(name)
        if wanted is None:
            return True
        return any(wanted.casefold() in text.casefold() for text in texts if text)

    def within(self, earliest: dt.date | None, latest: dt.date | None) -> bool:
        """Whether days can lie in the filters `from` … `to` (open where not set)."""
        start, end = self.get("from"), self.get("to")
        return not (start and latest and latest < start) and not (
            end and earliest and earliest > end
        )
