"""Reads one number with what stands around it: qualifiers, sign, currency, number, unit."""

from __future__ import annotations

import re
from decimal import Decimal

from attrs import evolve

from ledger.quantities import qualifier
from ledger.quantities.fraction import read_amount
from ledger.quantities.numeral import PARTS, Number, numeral
from ledger.quantities.phrase import Phrase
from ledger.quantities.stated import Stated
from ledger.quantities.unit import NONE, TIMES, Unit, is_money, read_unit
from ledger.quantities.vague import read_vague
from ledger.quantities.vocabulary import ARTICLES, PLURALS, listed

MOST_MARKS = 6
"""Nobody wraps a number in more qualifiers than this."""

_TIMES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3, "treble": 3, "threefold": 3,
          "twofold": 2, "fourfold": 4, "fivefold": 5, "tenfold": 10, "quadruple": 4}  # fmt: skip
_NAMED = {"none": 0, "nothing": 0, "nobody": 0, "no one": 0, "not one": 0, "not a single": 0,
          "not any": 0, "neither": 0, "both": 2}  # fmt: skip
_NAMED_FIRST = {words.split()[0] for words in _NAMED}
_MOST = tuple(
    tuple(words.split())
    for words in (
        *(
            f"{size} majority"
            for size in ("a large", "the vast", "a vast", "the great", "the", "a")
        ),
        "majority",
        "most",
    )
)
_ALL = frozenset({"all", "every", "everyone", "everybody", "everything"})
_WHOLES = _ALL | {phrase[0] for phrase in _MOST} | {"the"}
_TOLERANCES = (("±",), ("plus", "or", "minus"), ("give", "or", "take"))
_AMOUNTS = listed(
    "fraction part portion share bit lot number deal percentage proportion majority minority "
    "quantity amount level range maximum minimum"
)
"""An article before these makes no one: "a fraction" is not one fraction."""
_YEAR = re.compile(r"\b(?:18|19|20|21)[0-9]{2}\b")
_ONE = Decimal(1)


class Terms:
    """The terms of one phrase; what was read once is not read again."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        self._read: dict[tuple[int, int, int], Stated | None] = {}

    def term(self, start: int, stop: int, marks: int = MOST_MARKS) -> Stated | None:
        """What the words from `start` to `stop` state, all of them, or None."""
        key = start, stop, marks
        if key not in self._read:
            self._read[key] = self._term(start, stop, marks) if start < stop else None
        return self._read[key]

    def _term(self, start: int, stop: int, marks: int) -> Stated | None:
        words = self.phrase.words
        if marks:
            for mark, rest in qualifier.before(words, start, stop):
                inner = self.term(rest, stop, marks - 1)
                if inner is not None:
                    return inner.marked(mark)
            for mark, rest in qualifier.at_the_end(words, start, stop):
                inner = self.term(start, rest, marks - 1)
                if inner is not None:
                    return inner.marked(mark)
        return (
            self._vague(start, stop) or self._whole(start, stop) or self._times(start, stop)
            or self._part_of(start, stop) or self._number(start, stop)
            or self._tolerance(start, stop)
        )  # fmt: skip

    def _number(self, start: int, stop: int) -> Stated | None:
        """A number with its sign, currency and unit, and a qualifier right behind it."""
        words = self.phrase.words
        at, sign, money = start, 1, None
        if words[at] in ("-", "minus", "negative") and at + 1 < stop:
            sign, at = -1, at + 1
        if is_money(words[at]) and at + 1 < stop:
            money = Unit(self.phrase.said(at, at + 1).rstrip("."), measured=True, ahead=True)
            at += 1
            if words[at] == "-" and at + 1 < stop:
                sign, at = -sign, at + 1
        elif words[at] in ARTICLES and at + 1 < stop and words[at + 1][0].isdigit():
            at += 1  # a 12-member panel
        elif words[at] in ARTICLES and at + 1 < stop and words[at + 1] in _AMOUNTS:
            return None
        named = self._named(at, stop)
        found = named or read_amount(words[at:stop])
        if found is None:
            return None
        number, taken, share = found
        if sign < 0:
            number = Number(value=-number.value, unit=number.unit, scale=number.scale)
        at += taken
        mark = qualifier.behind(words, at, stop)
        if mark is not None:
            at = mark[1]
        unit, share = self._unit(at, stop, money, share=share)
        if unit is None:
            return None
        stated = Stated(number, unit=unit, share=share)
        return stated.marked(mark[0]) if mark else stated

    def _part_of(self, start: int, stop: int) -> Stated | None:
        """A part of a number that is told with it: half of 5,200; 10 % of the 5,200 troops."""
        words = self.phrase.words
        if "of" not in words:
            return None
        for at in range(start + 1, stop - 1):
            if words[at] != "of":
                continue
            part, whole = self.term(start, at, 0), self.term(at + 1, stop, 2)
            if part is None or whole is None or whole.number is None or not whole.plain:
                continue
            percent = part.unit.name == "%"
            if part.number is None or not part.plain or not (part.share or percent):
                continue
            if whole.share or _YEAR.fullmatch(words[stop - 1]) or _YEAR.search(
                " ".join(words[at + 1 : stop])
            ):  # fmt: skip
                continue
            value = part.number.value * whole.number.value / (100 if percent else 1)
            unit = whole.number.unit * part.number.unit / (100 if percent else 1)
            rounded = PARTS.plus(value)
            return evolve(whole, number=Number(value=rounded, unit=unit))
        return None

    def _named(self, at: int, stop: int) -> tuple[Number, int, bool] | None:
        """Twice, none, both: words that are a number of their own."""
        words = self.phrase.words
        for count in (3, 2, 1) if words[at] in _NAMED_FIRST else ():
            value = _NAMED.get(" ".join(words[at : at + count]))
            if value is not None and at + count <= stop:
                return Number(value=Decimal(value), unit=_ONE), count, False
        return None

    def _unit(
        self, at: int, stop: int, money: Unit | None, *, share: bool
    ) -> tuple[Unit | None, bool]:
        """The unit, and whether the number is still a share of it."""
        words = self.phrase.words
        if money is not None:
            found = read_unit(self.phrase, at, stop)
            return (None if found is None else money), share
        if not share or at == stop:
            return read_unit(self.phrase, at, stop), share
        if words[at] in ARTICLES or words[at : at + 2] in (["of", "a"], ["of", "an"]):
            behind = at + (1 if words[at] in ARTICLES else 2)
            found = read_unit(self.phrase, behind, stop)  # half an hour, half a per cent
            if words[at] in ARTICLES or (found is not None and found.measured):
                return found, True
        if words[at] == "of":
            return (NONE if at + 1 == stop else read_unit(self.phrase, at, stop)), True
        found = read_unit(self.phrase, at, stop)
        if found is not None and found.name is not None and not found.measured:
            found = Unit(f"of {found.name}")  # half the troops
        return found, True

    def _vague(self, start: int, stop: int) -> Stated | None:
        words = self.phrase.words
        at, money = start, None
        if is_money(words[at]) and at + 1 < stop:
            money = Unit(self.phrase.said(at, at + 1).rstrip("."), measured=True, ahead=True)
            at += 1
        found = read_vague(words[at:stop])
        if found is None:
            return None
        (low, high), taken = found
        at += taken
        mark = qualifier.behind(words, at, stop)
        if mark is not None:
            at = mark[1]
        if words[at : at + 1] == ["of"] and at + 1 < stop:
            at += 1
        unit = read_unit(self.phrase, at, stop)
        if unit is None:
            return None
        ends = Decimal(low), None if high is None else Decimal(high)
        stated = Stated(None, ends, "vague", unit=money or unit)
        return stated.marked(mark[0]) if mark else stated

    def _times(self, start: int, stop: int) -> Stated | None:
        """Twice, twice as many, triple the number, half as many."""
        words = self.phrase.words
        factor = Decimal(_TIMES[words[start]]) if words[start] in _TIMES else None
        at = start + 1
        if factor is None and words[start] == "half" and words[at : at + 1] == ["as"]:
            factor = Decimal("0.5")
        if factor is None:
            found = numeral(words[start])
            if found is None or words[at : at + 2] not in (["-", "fold"], ["fold"]):
                if words[at : at + 1] != ["x"] or at + 1 != stop or found is None:
                    return None
            factor, at = found.value, at + (2 if words[at] == "-" else 1)
        if read_unit(self.phrase, at, stop) is None:
            return None
        number = Number(value=factor, unit=_ONE if factor >= 1 else factor)
        return Stated(number, unit=TIMES)

    def _whole(self, start: int, stop: int) -> Stated | None:
        """All, all 5,200, nearly all, most, a minority."""
        words = self.phrase.words
        first = words[start]
        if first not in _WHOLES:
            return None
        for phrase in _MOST:
            if first == phrase[0] and tuple(words[start : start + len(phrase)]) == phrase:
                return self._share(start + len(phrase), stop, "more_than")
        if words[start : start + 2] == ["a", "minority"]:
            return self._share(start + 2, stop, "fewer_than")
        if first not in _ALL and words[start : start + 2] != ["the", "entire"]:
            return None
        at = start + 1
        if first == "every" and (at == stop or words[at] in ("second", "other")):
            return None  # every second one is half of them
        if at < stop and words[at] == "of":
            at += 1
        if at < stop and words[at] in ("the", "its", "their", "our"):
            at += 1
        counted = self._number(at, stop) if at < stop else None
        if counted is not None and counted.plain and not counted.share:
            if counted.number is not None and words[at] not in PLURALS:
                return evolve(counted, kind="all")
        unit = read_unit(self.phrase, at, stop)
        return None if unit is None else Stated(None, kind="all", unit=unit)

    def _share(self, at: int, stop: int, mark: str) -> Stated | None:
        unit = read_unit(self.phrase, at, stop)
        half = Number(value=Decimal("0.5"), unit=Decimal("0.5"))
        return None if unit is None else Stated(half, marks=(mark,), unit=unit, share=True)

    def _tolerance(self, start: int, stop: int) -> Stated | None:
        """5,000 ± 100; 3 %, give or take half a point."""
        words = self.phrase.words
        if "±" not in words and "or" not in words:
            return None
        for at in range(start + 1, stop - 1):
            for link in _TOLERANCES:
                if tuple(words[at : at + len(link)]) != link:
                    continue
                end = at - 1 if words[at - 1] == "," else at
                value, slack = self.term(start, end, 1), self.term(at + len(link), stop, 0)
                if value is None or slack is None or not (value.plain and slack.plain):
                    continue
                if value.unit.name and slack.unit.name not in (None, value.unit.name):
                    continue
                assert slack.number is not None
                unit = slack.unit if value.unit.name is None else value.unit
                return evolve(value, slack=abs(slack.number.value), unit=unit)
        return None
