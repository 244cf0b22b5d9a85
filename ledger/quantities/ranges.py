"""Reads two numbers that make one interval: "2,000 to 3,000", "two or three", "over 20 but under 35"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve, frozen

from ledger.quantities import qualifier
from ledger.quantities.bounds import Ends, widened
from ledger.quantities.stated import Stated
from ledger.quantities.term import Terms

_OPENINGS = tuple(tuple(words.split()) for words in (
    "anywhere from", "anywhere between", "somewhere between", "ranging from", "ranging between",
    "in the range of", "in a range of", "a range of", "between", "from", "either",
))  # fmt: skip
_LINKS = {"to": ("to",), "through": ("through",), "thru": ("thru",), "-": ("-",), "~": ("~",),
          "or": ("or",), "if": ("if", "not"), "perhaps": ("perhaps",), "maybe": ("maybe",),
          "possibly": ("possibly",)}  # fmt: skip
_BETWEEN = _LINKS | {"and": ("and",)}
_SOFT = frozenset({"even", "perhaps", "possibly", "maybe", ","})
_JOINS = frozenset({"and", "but", ",", "yet"})
_LOWER = frozenset({"more_than", "at_least", "just_over"})
_UPPER = frozenset({"fewer_than", "up_to", "nearly"})


@frozen
class Range:
    """An interval told by two numbers; `downwards` where the first is the larger."""

    ends: Ends
    low: Stated
    mark: str | None = None
    downwards: bool = False

    @property
    def qualifier(self) -> str:
        """The qualifier in the words of the ledger."""
        if self.mark is not None and self.mark in _LOWER | _UPPER - {"nearly"}:
            return self.mark
        return "range" if self.ends[1] is not None else "vague"


def read_range(terms: Terms) -> Range | None:
    """The range that the whole phrase states, or None."""
    words = terms.phrase.words
    stop = len(words)
    backwards = None
    for start, mark, opened in _starts(words):
        links = _BETWEEN if opened not in ((), ("from",), ("either",)) else _LINKS
        for at in range(start + 1, stop - 1):
            link = links.get(words[at])
            if link is None or tuple(words[at : at + len(link)]) != link:
                continue
            low = terms.term(start, at - 1 if words[at - 1] == "," else at)
            right = at + len(link)
            while right < stop and words[right] in _SOFT:
                right += 1
            high = terms.term(right, stop) if low is not None else None
            if low is None or high is None:
                continue
            found = _joined(low, high, link[0], mark, opened=bool(opened))
            if found is not None and not found.downwards:
                return found
            backwards = backwards or found
    return backwards


def _starts(words: list[str]) -> Iterator[tuple[int, str | None, tuple[str, ...]]]:
    """Where the first number can begin: behind "between", "from", "about between", or at once."""
    begins: list[tuple[int, str | None]] = [(0, None)]
    begins += [(rest, mark) for mark, rest in qualifier.before(words, 0, len(words))]
    for begin, mark in begins:
        for opening in _OPENINGS:
            if tuple(words[begin : begin + len(opening)]) == opening:
                yield begin + len(opening), mark, opening
                break
    yield 0, None, ()


def _joined(
    low: Stated, high: Stated, link: str, mark: str | None, *, opened: bool
) -> Range | None:
    shared = low.unit.name is None or low.unit.ahead
    pair = _same_unit(low, high)
    if pair is None:
        return None
    low, high = pair
    if link == "or" and (high.marks or len(low.marks) > (0 if opened else 1)):
        return None
    low, high = _rescaled(low, high, shared=shared, either=link == "or")
    if low.marks and not opened:  # about 2,000 to 3,000: said of the whole range
        mark, low = low.marks[-1], evolve(low, marks=())
    first, last = low.interval(), high.interval()
    begin, end = _from(low, first), _from(high, last)
    if begin is None or end is None:
        return None
    ends = first[0], last[1]
    if begin > end or (ends[0] is not None and ends[1] is not None and ends[0] > ends[1]):
        return Range(ends, low, downwards=True)
    return Range(widened(ends, mark) if mark else ends, low, mark)


def _rescaled(low: Stated, high: Stated, *, shared: bool, either: bool) -> tuple[Stated, Stated]:
    """Both with the scale that was told once: 2 to 3 million; a hundred or two."""
    first, last = low.number, high.number
    if first is None or last is None:
        return low, high
    if shared and first.scale == 1 < last.scale:
        if 0 <= first.value * last.scale <= last.value:
            return low.scaled(last.scale), high
    elif either and first.value == first.scale > 1 == last.scale and 1 < last.value < 10:
        return low, high.scaled(first.scale)
    return low, high


def _from(stated: Stated, ends: Ends) -> Decimal | None:
    """What the order of the two is judged by."""
    return stated.number.value if stated.number is not None else ends[0]


def _same_unit(low: Stated, high: Stated) -> tuple[Stated, Stated] | None:
    """Both with the unit that one of them tells; None where they tell different ones."""
    one, other = low.unit.name, high.unit.name
    if one is None:
        return evolve(low, unit=high.unit), high
    if other is None:
        return low, evolve(high, unit=low.unit)
    if one.casefold().rstrip("s") != other.casefold().rstrip("s"):
        return None
    return low, high


def read_both(terms: Terms) -> Range | None:
    """Two bounds at once: more than 20 and less than 35; at least 500 but fewer than 1,000."""
    words = terms.phrase.words
    for at in range(1, len(words) - 1):
        if words[at] not in _JOINS:
            continue
        right = at + 1
        while right < len(words) and words[right] in _JOINS:
            right += 1
        one, other = terms.term(0, at), terms.term(right, len(words))
        pair = _same_unit(one, other) if one is not None and other is not None else None
        if pair is None:
            continue
        sides = {_side(stated) for stated in pair}
        if sides != {"low", "high"}:
            continue
        first, last = pair if _side(pair[0]) == "low" else pair[::-1]
        ends = first.interval()[0], last.interval()[1]
        if ends[0] is None or ends[1] is None:
            continue
        return Range(ends, first, downwards=ends[0] > ends[1])
    return None


def _side(stated: Stated) -> str | None:
    if stated.number is None or not stated.marks:
        return None
    mark = stated.marks[-1]
    return "low" if mark in _LOWER else "high" if mark in _UPPER else None
