"""Words for now and from now on: effective immediately, right now, henceforth."""

from __future__ import annotations

from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.phrases import Phrases
from ledger.dates.grammar.relative import TODAY
from ledger.dates.meaning.cycles import Relative
from ledger.dates.meaning.parts import Third
from ledger.dates.meaning.value import Value

_AT_ONCE = Phrases((
    ("at the moment", "in"), ("at this time", "in"), ("at this moment", "in"), ("at present", "in"),
    ("right now", "in"), ("just now", "in"), ("at the present time", "in"), ("presently", "in"),
    ("nowadays", "in"), ("at the present", "in"), ("effective immediately", "from"),
    ("in the new year", "new"), ("early in the new year", "new"),
    ("with immediate effect", "from"), ("immediately effective", "from"),
    ("starting immediately", "from"), ("effective at once", "from"),
    ("beginning immediately", "from"), ("starting now", "from"), ("as of now", "from"),
    ("as of today", "from"), ("effective today", "from"), ("effective now", "from"),
    ("from now on", "not-before"), ("henceforth", "not-before"), ("hereafter", "not-before"),
    ("from today on", "not-before"), ("from here on", "not-before"),
    ("from now onwards", "not-before"), ("from today onwards", "not-before"),
))  # fmt: skip


def at_once(cursor: Cursor) -> tuple[str, Value] | None:
    """The form and the value where such words are all that is left; else None."""
    form = _AT_ONCE.take(cursor)
    if form is None or not cursor.done():
        return None
    if form == "new":
        return "in", Third(Relative("year", 1), "early")
    return form, TODAY
