"""Whether a quotation stands in its source's text (docs/domain.md, section 9)."""

from __future__ import annotations

import difflib
from collections import Counter
from functools import cached_property

from ledger.intake.known import Known

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})

LONGEST_QUOTE, LONGEST_TEXT = 200, 40_000
"""The most like passage is looked for by so many words of the quotation in so many of the text."""

MOST_PLACES, SHIFTED = 200, 3
"""Of a word the first so many places are looked at; so many words may be left out or put in."""


class SourceText:
    """A text to look quotations up in, levelled once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def levelled(self) -> str:
        return _level(self.text)

    def find(self, quote: str) -> str | None:
        """How the quotation is found: `exact`, `levelled`, or None."""
        if quote in self.text:
            return "exact"
        return "levelled" if _level(quote) in self.levelled else None

    def nearest(self, quote: str) -> str | None:
        """The passage that is most like the quotation, if half of its words are there."""
        wanted = [_bare(word) for word in quote.split(maxsplit=LONGEST_QUOTE)[:LONGEST_QUOTE]]
        # Each word votes for the places where the quotation would begin if that word were right;
        # a word that stands everywhere says little.
        votes: Counter[int] = Counter()
        for index, word in enumerate(wanted):
            places = self._places.get(word, ())
            for place in places[:MOST_PLACES]:
                votes[place - index] += 1000 // len(places)
        if not votes:
            return None
        # Words left out or put in shift the votes a little.
        near = {by: SHIFTED + 1 - abs(by) for by in range(-SHIFTED, SHIFTED + 1)}
        best = max(votes, key=lambda start: sum(votes[start + by] * w for by, w in near.items()))
        passage = self._words[max(0, best) : max(0, best) + len(wanted)]
        bare = [_bare(word) for word in passage]
        likeness = difflib.SequenceMatcher(None, bare, wanted, autojunk=False).ratio()
        return " ".join(passage) if likeness >= 0.5 else None

    @cached_property
    def _words(self) -> list[str]:
        return self.text.split(maxsplit=LONGEST_TEXT)[:LONGEST_TEXT]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            places.setdefault(_bare(word), []).append(place)
        return places


class Texts:
    """The texts of the sources of one document, each fetched once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._texts: dict[str, SourceText | None] = {}

    def of(self, source: str) -> SourceText | None:
        """The text of a source, where it is at hand."""
        if source not in self._texts:
            text = self._known.text_of(source)
            self._texts[source] = None if text is None else SourceText(text)
        return self._texts[source]


def find(quote: str, text: str) -> str | None:
    """How the quotation is found: `exact`, `levelled`, or None.

    Character by character first; then with white space collapsed and quotation marks levelled.
    """
    return SourceText(text).find(quote)


def nearest(quote: str, text: str) -> str | None:
    """The passage of the text that is most like the quotation, if one is like it."""
    return SourceText(text).nearest(quote)


def _level(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())


def _bare(word: str) -> str:
    return word.translate(_MARKS).strip("\"',.;:!?()[]…—-").casefold()
