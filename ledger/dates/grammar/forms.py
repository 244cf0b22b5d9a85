"""Prepositions and their kin: the words before or after a period that say how it bounds."""

from __future__ import annotations

from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.phrases import Phrases

_FORMS: dict[str, tuple[str, ...]] = {
    "by": (
        "by", "by some point in", "by sometime in", "by sometime", "by some time in",
        "no later than", "not later than", "not any later than", "until", "till", "til",
        "up until", "up to", "on or before", "before or on", "at the latest by",
        "at the latest on", "at the latest in", "at the very latest by", "latest by",
        "at latest by", "by the latest", "as late as", "due by", "due", "not after",
        "by no later than", "by not later than", "no later", "by at the latest",
        "due no later than", "by or before", "with a deadline of", "at the latest",
        "on or prior to", "in or before", "no later than by",
    ),
    "through": (
        "through", "thru", "up to and including", "until and including", "through to",
    ),
    "before": (
        "before", "prior to", "long before", "some time prior to", "ahead of", "in advance of",
        "earlier than", "sooner than", "in the run-up to", "in the run up to",
        "in the lead-up to", "leading up to", "pre", "well before", "shortly before",
        "just before", "some time before", "sometime before", "well ahead of",
        "at some point before", "any time before", "in time for", "immediately before",
    ),
    "after": (
        "after", "later than", "beyond", "subsequent to", "shortly after", "soon after",
        "not until after", "only after", "just after", "some time after", "sometime after",
        "in the aftermath of", "any time after", "right after", "immediately after",
        "immediately following", "shortly following", "as soon as possible after", "following",
    ),
    "since": (
        "since", "ever since", "in the wake of", "dating back to",
    ),
    "not-before": (
        "at least until", "until at least", "no sooner than", "no earlier than",
        "not earlier than", "not sooner than", "not before", "not until", "until after",
        "only once", "once", "as soon as", "at the earliest in", "at the earliest by",
        "at the earliest on", "at the earliest", "as early as", "earliest by", "on or after",
        "from no earlier than", "in or after",
    ),
    "from": (
        "from", "starting", "starting on", "starting from", "starting in", "starting at",
        "beginning", "beginning on", "beginning in", "beginning from", "commencing",
        "commencing on", "commencing in", "effective", "effective from", "effective as of",
        "effective on", "effective as from", "as of", "as from", "with effect from",
        "with effect as of", "as at", "taking effect on", "taking effect", "to begin on",
        "to take effect on", "to begin in", "to start in", "to start on", "in force from",
        "in effect from", "to begin", "to start", "with effect on", "into force on",
        "coming into force on",
    ),
    "in": (
        "toward", "towards", "on or about", "on or around", "at around", "at about",
        "in or around", "in around", "close to", "with", "in", "during", "on", "over", "at",
        "throughout", "in the course of", "over the course of", "during the course of",
        "sometime in", "some time in", "sometime during", "at some point in", "at some point",
        "at some stage", "at some point during", "at some time in", "any time in", "across",
        "when", "whenever", "at the time", "at the moment", "immediately upon", "immediately on",
        "sometime", "upon", "as late as in", "during the month of", "scheduled for", "set for",
        "planned for", "later in", "sometime on", "dated", "possibly in", "likely in",
    ),
    "for": (
        "for", "for a period of", "over a period of", "lasting", "for a term of",
    ),
    "within": (
        "a maximum of", "within", "inside", "inside of", "in under", "in less than",
        "in no more than", "in not more than", "within a period of", "within the space of",
        "in the space of", "no more than", "not more than", "at most", "within a maximum of",
        "within at most", "within no more than", "within not more than", "in at most",
        "over no more than", "not exceeding", "for no more than", "for up to", "for at most",
        "within a term of", "within a timeframe of", "within a time frame of", "within less than",
        "in fewer than",
    ),
    "at-least": (
        "in as little as", "in as few as", "as little as", "at least", "not less than",
        "no less than", "no fewer than", "a minimum of", "for at least", "at a minimum",
        "no sooner", "for a minimum of",
    ),
}  # fmt: skip
"""Each form with the words for it. A form may have several: which is longest counts."""
_BOUNDING = Phrases((phrase, name) for name, listed in _FORMS.items() for phrase in listed)

_TAILS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _words, _form in (
    (("at", "the", "very", "latest"), "by"), (("at", "the", "latest"), "by"),
    (("at", "latest"), "by"), (("latest",), "by"), (("or", "earlier"), "by"),
    (("or", "sooner"), "by"), (("or", "before"), "by"), (("and", "before"), "by"),
    (("and", "earlier"), "by"), (("if", "not", "sooner"), "by"), (("if", "not", "before"), "by"),
    (("if", "not", "earlier"), "by"),
    (("at", "the", "earliest"), "not-before"), (("at", "the", "very", "earliest"), "not-before"),
    (("or", "later"), "not-before"), (("and", "later"), "not-before"),
    (("and", "after"), "not-before"), (("or", "after"), "not-before"),
    (("and", "greater"), "not-before"), (("onwards",), "not-before"),
    (("onward",), "not-before"), (("and", "onwards"), "not-before"),
    (("and", "beyond"), "not-before"), (("on",), "not-before"), (("forward",), "not-before"),
):  # fmt: skip
    _TAILS.setdefault(_words[-1], []).append((_words, _form))
_ADVERBS = ("only", "just", "probably", "possibly", "perhaps", "hopefully", "preferably", "ideally",
            "certainly", "definitely", "either", "even", "already", "presumably", "most",
            "likely")  # fmt: skip


def adverbs(cursor: Cursor) -> None:
    """Moves past words that say how likely something is, not when."""
    while cursor.peek().text in _ADVERBS and cursor.peek(1).kind != "end":
        cursor.index += 1


def form(cursor: Cursor) -> str:
    """The form of the longest preposition that comes next, moved past; "" where none does."""
    adverbs(cursor)
    return _BOUNDING.take(cursor, before_end=False) or ""


def tail(cursor: Cursor) -> str:
    """The form that the last words give ("at the latest", "or later"), cut off; "" where none."""
    tokens = cursor.tokens
    for words, found in _TAILS.get(tokens[-1].text, ()):
        count = len(words)
        if len(tokens) > count and tuple(t.text for t in tokens[-count:]) == words:
            del tokens[-count:]
            return found
    if len(tokens) > 1 and tokens[-1].text == "inclusive":
        del tokens[-1:]
    return ""
