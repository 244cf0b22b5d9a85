"""What a number counts or measures: money, percentages, measures, and things that are counted."""

from __future__ import annotations

from attrs import frozen

from ledger.quantities.phrase import Phrase
from ledger.quantities.qualifier import HEDGES
from ledger.quantities.vocabulary import ARTICLES, NUMBER_WORDS, ORDINALS, listed

_MONEY_WORDS = listed(
    "dollar dollars euro euros pound pounds sterling yen yuan renminbi rupee rupees ruble rubles "
    "rouble roubles franc francs krona kronor krone kroner zloty lira peso pesos rand real reais "
    "won shekel shekels hryvnia riyal riyals dirham dirhams dinar dinars cent cents pence"
)
_CODES = listed(
    "usd eur gbp jpy cny rmb inr rs chf sek nok dkk pln czk huf try rub uah zar brl mxn cad aud "
    "nzd sgd hkd krw ils aed sar ngn kes pkr bdt idr"
)
MEASURES = listed(
    # Lengths, areas, volumes, masses
    "km kms kilometre kilometres kilometer kilometers metre metres meter meters cm mm centimetre "
    "centimetres mile miles yard yards foot feet ft inch inches km2 m2 m3 hectare hectares ha acre "
    "acres litre litres liter liters gallon gallons barrel barrels bbl kg kilo kilos kilogram "
    "kilograms g gram grams tonne tonnes ton tons t mt gt lb lbs ounce ounces oz co2e gtco2e "
    # Energy, power, warmth
    "w kw mw gw tw watt watts kilowatt kilowatts megawatt megawatts gigawatt gigawatts kwh mwh gwh "
    "twh joule joules kt kilotonnes megatonnes gigatonnes ppm ppb degree degrees ° °c °f c f celsius "
    # Times
    "second seconds minute minutes hour hours day days week weeks month months year years decade "
    "decades century centuries "
    # Relative
    "times fold point points pp bps percentile"
)
"""Units that have parts, so that more than five begins at five."""
_LEADING = frozenset({"square", "cubic", "metric", "short", "long", "nautical", "percentage",
                      "basis", "million", "billion"})  # fmt: skip
_FOREIGN_SCALES = listed(
    "millones millón millon mil mille milliards milliard milliers millionen milliarden milliarde "
    "tausend tausende mio mrd milhões milhão bilhões bilhão milioni milione miliardi miliardo mila "
    "miljoen miljard duizend miljoner miljarder tusen milionów miliony miliardów tysięcy tys mld mln "
    "тысяч тысячи тыс миллион миллиона миллионов млн миллиард миллиарда миллиардов млрд "
    "мільйонів мільйони тисяч milyon milyar juta ribu"
)
"""Scales in other languages: "7 millones" is not seven of something, so it is refused."""
_NEVER = (_FOREIGN_SCALES | NUMBER_WORDS | HEDGES | frozenset({
    "by", "until", "till", "before", "since", "within", "no", "not", "if", "but", "=", "<", ">",
    "<=", ">=", "+", "±", "~", "^", "*", "×", "?", "none", "zero", "perhaps", "maybe", "unless",
    "st", "nd", "rd", "th", "$", "€", "£", "%", "couple", "least", "most", "up",
})) - {"a", "an", "one", "quarter", "quarters", "second", "third", "thirds"}  # fmt: skip
_NEVER_FIRST = frozenset(
    {
        "and",
        "or",
        "to",
        "-",
        "through",
        "in-between",
        "/",
        "odd",
        "point",
        ",",
        "one",
        "quarter",
        "quarters",
        "third",
        "thirds",
        "plus",
        "times",
        "x",
    }
)
_OF_WHOLE = frozenset({"of", "from", "below", "above", "on", "versus", "compared", "in", "over",
                       "more", "fewer", "less", "lower", "higher", "reduction", "cut", "increase",
                       "rise", "drop", "fall"})  # fmt: skip
_WHOLE = frozenset({"the", "its", "their", "our", "all", "those", "these"})


@frozen
class Unit:
    """The words of a unit; whether it is measured (has parts) rather than counted.

    `ahead`: it stands before its number, as the sign of a currency does.
    """

    name: str | None
    measured: bool = False
    ahead: bool = False


NONE = Unit(None)
TIMES = Unit("times", measured=True)
PERCENT = Unit("%", measured=True)


def is_money(word: str) -> bool:
    """Whether the word is a sign or a code of a currency, such as can stand before a number."""
    return word[-1:] in "$€£¥₹₽₩₪₺₴₦" or word in _CODES


def read_unit(phrase: Phrase, start: int, stop: int) -> Unit | None:
    """The unit that all the words from `start` to `stop` name; None where they cannot name one."""
    words = phrase.words
    if start > stop:
        return None
    if start < stop and words[start] == "-" and start + 1 < stop:
        start += 1  # 500-mile
        if words[start] in ORDINALS:
            return None  # twenty-first
    if start == stop:
        return NONE
    first = words[start]
    if first == "%":
        return PERCENT if _of_whole(phrase, start + 1, stop) else None
    if is_money(first):
        return Unit(phrase.said(start, start + 1), measured=True) if _named(
            phrase, start + 1, stop
        ) else None  # fmt: skip
    if first == "times":
        return TIMES if _named(phrase, start, stop) else None
    if first in _NEVER_FIRST or (first in ORDINALS and start + 1 == stop and first != "second"):
        return None
    if not _named(phrase, start, stop):
        return None
    if words[start] == "of" and stop - start > 1 and words[start + 1] in ARTICLES:
        start += 1
    core = next((word for word in words[start:stop] if word not in _LEADING), first)
    measured = core in MEASURES or core in _MONEY_WORDS or first == "percentage"
    if words[start + 1 : start + 2] == ["-"] and words[start + 2 : start + 3]:
        measured = measured and not words[start + 2][0].isdigit()  # F-16s are no degrees
    return Unit(phrase.said(start, stop), measured=measured)


def _named(phrase: Phrase, start: int, stop: int) -> bool:
    """Whether the words can name what is counted: no numbers, no qualifier in hiding."""
    words = phrase.words
    for index in range(start, stop):
        word = words[index]
        if index > start + 1 and words[start] == "of" and words[index - 1] in _WHOLE:
            continue  # of the five bases; of its 8,600 troops
        if word[0].isdigit():
            letters = index - 2 if words[index - 1] == "-" else index - 1
            if letters < start or not words[letters].isalpha():
                return False
            if not phrase.glued(index) or not phrase.glued(letters + 1):
                return False  # F-16 and CO2 are names; 16 is a number
        elif word in _NEVER:
            return False
    return True


def _of_whole(phrase: Phrase, start: int, stop: int) -> bool:
    """Whether the words behind a percentage only say of what: of the vote, from 1990 levels."""
    words = phrase.words
    if start == stop:
        return True
    if words[start] == "-":
        return False
    if words[start] in _OF_WHOLE:
        years = [
            index for index in range(start, stop)
            if len(words[index]) == 4 and words[index].isdecimal() and index + 1 < stop
            and words[index + 1].isalpha()
        ]  # fmt: skip
        bounds = [start + 1, *(index + 1 for index in years)]
        ends = [*years, stop]
        return all(
            one >= end or _named(phrase, one, end) for one, end in zip(bounds, ends, strict=True)
        )
    return _named(phrase, start, stop)
