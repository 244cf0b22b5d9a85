"""A place in the tokens of a phrase, moved forward by whoever reads some of them."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from ledger.dates.calendars import Calendars
from ledger.dates.grammar.lexer import Token
from ledger.dates.meaning.value import Value

_END = Token("end", None, "", 0, 0)


@frozen
class Taste:
    """How what can be read in two ways is read: day first or month first, next Friday."""

    day_first: bool = False
    next_by_week: bool = True


class Cursor:
    """Tokens, the place of the next one, and what was met on the way.

    `notes` names what could have been read otherwise; `timed`: a time of the day was met. `inner`
    reads a period inside another one.
    """

    __slots__ = ("calendars", "deep", "index", "inner", "notes", "taste", "timed", "tokens")

    def __init__(
        self, tokens: list[Token], taste: Taste, calendars: Calendars,
        inner: Callable[[Cursor], Value | None],
    ) -> None:  # fmt: skip
        self.tokens = tokens
        self.index = 0
        self.taste = taste
        self.calendars = calendars
        self.notes: set[str] = set()
        self.inner = inner
        self.deep = 0
        self.timed = False

    def peek(self, ahead: int = 0) -> Token:
        """The token so many places ahead; past the last one, one of kind `end`."""
        try:
            return self.tokens[self.index + ahead]
        except IndexError:
            return _END

    def done(self) -> bool:
        """Whether all is read."""
        return self.index >= len(self.tokens)

    def take(self, *texts: str) -> bool:
        """Moves past these words where they come next, all of them in this order."""
        if self.at(*texts):
            self.index += len(texts)
            return True
        return False

    def at(self, *texts: str) -> bool:
        """Whether these words come next."""
        place, tokens = self.index, self.tokens
        if place + len(texts) > len(tokens):
            return False
        for text in texts:
            if tokens[place].text != text:
                return False
            place += 1
        return True

    def take_any(self, *texts: str) -> bool:
        """Moves past the next word where it is one of these."""
        if self.index < len(self.tokens) and self.tokens[self.index].text in texts:
            self.index += 1
            return True
        return False

    def take_kind(self, kind: str) -> Token | None:
        """The next token where it is of a kind, moved past; else None."""
        token = self.peek()
        if token.kind != kind:
            return None
        self.index += 1
        return token

    def period(self) -> Value | None:
        """A period that begins here, moved past; else None and nothing is moved."""
        start = self.index
        # Words inside words inside words: nobody speaks deeper than this.
        if self.deep > 8:
            return None
        self.deep += 1
        found = self.inner(self)
        self.deep -= 1
        if found is None:
            self.index = start
        return found
