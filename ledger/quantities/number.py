"""Whole numbers in English words and digits: "five thousand two hundred", "1.5 million", "a dozen".

With a half or another part behind "and": "nine and a half", "one million and a half".
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from ledger.quantities.numeral import CONTEXT, LARGEST, PARTS, Number, last_digit, numeral
from ledger.quantities.vocabulary import (
    ARTICLES,
    CARDINALS,
    DENOMINATORS,
    DOZENS,
    HUNDREDS,
    LETTER_SCALES,
    PAIRS,
    PLURALS,
    SCALES,
    SMALL,
    TENS,
    WORD_SCALES,
)

__all__ = ["Number", "numeral", "read_number"]

MOST_WORDS = 60
"""No number that anybody states is longer than this many words."""


def read_number(words: list[str]) -> tuple[Number, int] | None:
    """The number that `words` (lower case) begin with, and how many words it takes, or None."""
    with localcontext(CONTEXT):
        found = read_cardinal(words)
        if found is None:
            return None
        number, taken = found
        part = _and_part(words[taken : taken + 4])
        if part is None or number.value != int(number.value):
            return found
        return mixed(number, *part[:2]), taken + part[2]


def read_cardinal(words: list[str]) -> tuple[Number, int] | None:
    """The number without parts that `words` begin with, and how many words it takes, or None."""
    count = _Count()
    taken = index = 0
    words = words[:MOST_WORDS]
    while index < len(words):
        word = words[index]
        if word in ("and", "-", ",") and taken and count.may_go_on(words[index + 1 :], by=word):
            index += 1
            continue
        used = count.take(word, words[index + 1 :])
        if not used:
            break
        index += used
        taken = index
    number = count.number()
    return None if number is None or not taken else (number, taken)


def mixed(whole: Number, numerator: int, denominator: int) -> Number:
    """The whole number and a part: of one, or of the last scale where that is a million or more."""
    size = whole.scale if whole.scale >= 10**6 and whole.value == whole.scale * int(
        whole.value / whole.scale
    ) else Decimal(1)  # fmt: skip
    unit = PARTS.divide(size, Decimal(denominator))
    value = whole.value + PARTS.divide(size * numerator, Decimal(denominator))
    return Number(value=value, unit=unit, scale=size if size > 1 else Decimal(1))


def _and_part(words: list[str]) -> tuple[int, int, int] | None:
    """Numerator and denominator of "and a half", "and three quarters", and the words they take."""
    match words:
        case ["and", count, part, *_] if part in DENOMINATORS:
            numerator = 1 if count in ARTICLES else CARDINALS.get(count, 0)
            if 0 < numerator < DENOMINATORS[part]:
                return numerator, DENOMINATORS[part], 3
    return None


class _Count:
    """A number under construction, word by word: the sum so far, and the group being told.

    `group` is the part below the next scale, None when nothing is told yet; `last` is the scale
    of the last finished group, which the next must stay below.
    """

    __slots__ = ("digits", "group", "last", "open", "scale", "sum", "unit")

    def __init__(self) -> None:
        self.sum = Decimal(0)
        self.group: Decimal | None = None
        self.last: Decimal | None = None
        self.scale = Decimal(1)
        self.unit: Decimal | None = None
        self.digits = False  # the group is a numeral: no number word joins it
        self.open = True  # nothing, or a hundred or a scale, stands before: more may be added

    def number(self) -> Number | None:
        if self.group is None and self.last is None:
            return None
        value = self.sum + (self.group or 0)
        if value == value.to_integral_value():
            value = value.quantize(Decimal(1))
        return Number(value=value, unit=self.unit or last_digit(value), scale=self.scale)

    def may_go_on(self, ahead: list[str], *, by: str) -> bool:
        """Whether what stands behind "and" or a hyphen continues this number."""
        if not ahead or ahead[0] in ("and", "-", "a", "an", "point"):
            return False
        if by == "," and (self.last is None or self.group is not None or ahead[0] not in CARDINALS):
            return False  # a comma only parts thousands from what follows
        word = ahead[0]
        if word in WORD_SCALES or word in HUNDREDS or word in DOZENS:
            return True
        small = CARDINALS.get(word)
        if small is None:
            digits = numeral(word) if by == "and" else None
            return digits is not None and self._adds(digits)
        return self._joins(small)

    def take(self, word: str, ahead: list[str]) -> int:
        """How many words were added to the number, from `word` on; 0: it does not continue it."""
        if word in PLURALS and self.group is None and self.last is None:
            return 0  # hundreds: no number is told
        if word in CARDINALS:
            return self._small(CARDINALS[word])
        if word in HUNDREDS:
            return self._multiply(Decimal(100), group=True)
        if word in SCALES:
            if word in LETTER_SCALES and not self.digits:
                return 0
            return self._multiply(Decimal(SCALES[word]), group=False)
        if word in DOZENS:
            return self._dozen(DOZENS[word])
        if word == "point":
            return self._decimals(ahead)
        if self.group is None and self.last is None:
            return self._start(word, ahead)
        digits = numeral(word)
        if digits is None or not self._adds(digits):
            return 0
        self.group = (self.group or Decimal(0)) + digits.value
        self.unit, self.open, self.scale = digits.unit, False, Decimal(1)
        # "4 thousand 3 hundred": this numeral is a group of its own
        self.digits = self.group == digits.value
        return 1

    def _start(self, word: str, ahead: list[str]) -> int:
        if word in ARTICLES or word == "no":
            if ahead and ahead[0] in PAIRS and word != "no":
                return self._pair(ahead[0], ahead[1:], 2)
            self.group, self.open = Decimal(0 if word == "no" else 1), False
            return 1
        if word in PAIRS:
            return self._pair(word, ahead, 1)
        digits = numeral(word)
        if digits is None:
            return 0
        self.group, self.unit, self.digits, self.open = digits.value, digits.unit, True, False
        return 1

    def _pair(self, word: str, ahead: list[str], used: int) -> int:
        self.group, self.open = Decimal(PAIRS[word]), False
        multiplies = ahead[:1] == ["of"] and ahead[1:2] and (
            ahead[1] in HUNDREDS or ahead[1] in WORD_SCALES or ahead[1] in DOZENS
        )  # fmt: skip
        return used + (1 if multiplies else 0)

    def _adds(self, digits: Number) -> bool:
        """Whether a numeral goes on: 3 hundred and 21; 4 thousand 3 hundred."""
        if self.digits or not self.open or digits.value != digits.value.to_integral_value():
            return False
        return digits.value < (Decimal(100) if self.group else (self.last or LARGEST))

    def _joins(self, small: int) -> bool:
        if self.group is None:
            return self.last is None or small < self.last
        if self.digits:
            return False
        if self.open:
            return self.group % 100 == 0 and small < 100
        return self.group % 10 == 0 and self.group % 100 != 10 and 0 < small < 10 < self.group

    def _small(self, small: int) -> int:
        if not self._joins(small) or (self.group and not small):
            return 0
        self.group = (self.group or Decimal(0)) + small
        self.unit, self.scale, self.open, self.digits = None, Decimal(1), False, False
        return 1

    def _multiply(self, factor: Decimal, *, group: bool) -> int:
        """A hundred within the group, or a scale that ends it."""
        first = self.group is None and self.last is None
        if group:
            if self.group is None and not first:
                return 0
            told = Decimal(1) if self.group is None else self.group
            if (told >= 100 and not self.digits) or told * 100 >= (self.last or LARGEST):
                return 0
            self.group, self.open, self.digits = told * factor, True, False
            self.scale = factor if self.last is None else Decimal(1)
            self._stretch(factor)
            return 1
        if self.group is None and self.last is not None:  # lakh crore, thousand million
            if self.sum * factor >= LARGEST:
                return 0
            self.sum, self.last = self.sum * factor, self.last * factor
            self.scale *= factor
            self._stretch(factor)
            return 1
        told = Decimal(1) if self.group is None else self.group
        if told * factor >= LARGEST or (self.last is not None and told * factor >= self.last):
            return 0
        if self.last is not None:
            self.scale = Decimal(1)
        else:
            self.scale = factor * 100 if self.open and self.scale == 100 else factor
        self._stretch(factor)
        self.sum, self.group, self.last = self.sum + told * factor, None, factor
        self.open, self.digits = True, False
        return 1

    def _stretch(self, factor: Decimal) -> None:
        if self.unit is not None:
            self.unit *= factor

    def _dozen(self, size: int) -> int:
        """Dozens end a number: two dozen; three hundred and two dozen is 324."""
        if self.last is not None and self.group is None:
            return 0
        told = Decimal(1) if self.group is None else self.group
        over = told // 100 * 100 if not self.digits and told % 100 else Decimal(0)
        self.group, self.unit = over + (told - over) * size, Decimal(size)
        self.scale, self.open, self.digits = Decimal(size), False, True
        return 1

    def _decimals(self, ahead: list[str]) -> int:
        """The digits told behind "point": one by one, or as a number of two digits."""
        if self.group is None or self.digits or self.last is not None:
            return 0
        told = ""
        used = 0
        for word in ahead:
            if word in TENS:
                told += str(TENS[word] // 10)
                following = ahead[used + 1 : used + 3]
                ones = [one for one in following if SMALL.get(one, 0) in range(1, 10)][:1]
                if not ones or (following[0] != ones[0] and following[0] != "-"):
                    told += "0"
            elif word in SMALL:
                told += str(SMALL[word])
            elif word != "-":
                break
            used += 1
            if len(told) > MOST_WORDS // 4:
                return 0
        if not told:
            return 0
        self.group += Decimal(told).scaleb(-len(told))
        self.unit, self.digits, self.open = Decimal(1).scaleb(-len(told)), True, False
        return 1 + used
