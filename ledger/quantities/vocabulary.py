"""The words of English numbers: cardinals, ordinals as denominators, scales, names of shares."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(words.split())


SMALL = {
    "zero": 0, "nought": 0, "naught": 0, "nil": 0, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
CARDINALS = SMALL | TENS
ARTICLES = frozenset({"a", "an"})
PAIRS = {"couple": 2, "pair": 2, "duo": 2, "trio": 3}
"""Collective words for a small number; "a couple of" also multiplies: a couple of hundred."""

DOZENS = {
    "dozen": 12, "dozens": 12, "doz": 12, "dozs": 12, "dz": 12, "dzs": 12, "score": 20,
    "scores": 20,
}  # fmt: skip
HUNDREDS = frozenset({"hundred", "hundreds"})
_POWERS = {
    "thousand": 3, "lakh": 5, "lac": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12,
    "quadrillion": 15,
}  # fmt: skip
WORD_SCALES = {
    form: 10**power for word, power in _POWERS.items() for form in (word, word + "s")
}  # fmt: skip
"""Scales that a number word, an article or nothing can stand before."""

LETTER_SCALES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mil": 10**6, "b": 10**9,
    "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12, "cr": 10**7,
}  # fmt: skip
"""Scales in letters, which stand behind a numeral only."""

SCALES = WORD_SCALES | LETTER_SCALES

PLURALS = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 10**3, "lakhs": 10**5,
    "millions": 10**6, "crores": 10**7, "billions": 10**9, "trillions": 10**12,
}  # fmt: skip
"""Plurals that stand for a number which is not told."""

UNIT_ORDINALS = {
    "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
}  # fmt: skip
"""Ordinals that continue a ten ("thirty-fifths"); "second" is a unit of time, never a part."""

_ORDINALS = UNIT_ORDINALS | {
    "half": 2, "quarter": 4, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 10**3, "millionth": 10**6, "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip
DENOMINATORS = _ORDINALS | {f"{word}s": parts for word, parts in _ORDINALS.items()}
DENOMINATORS["halves"] = DENOMINATORS.pop("halfs")
"""Words for the parts of a whole, singular and plural."""

ORDINALS = DENOMINATORS.keys() | {"second"}

DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip

NUMBER_WORDS = (
    CARDINALS.keys() | HUNDREDS | WORD_SCALES.keys() | DENOMINATORS.keys() - {"first", "second"}
    | {"dozen", "dozens"}
)  # fmt: skip
"""Words that state a number wherever they stand; none of them can name a unit."""
