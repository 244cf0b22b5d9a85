"""Numbers: what is written in words or digits is read back as the same number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.quantities import read_quantity
from ledger.quantities.number import Number, numeral, read_number
from ledger.quantities.vocabulary import SMALL, TENS

ONES = {value: word for word, value in SMALL.items() if word not in ("nought", "naught", "nil")}
DECADES = {value: word for word, value in TENS.items() if word != "fourty"}
GROUPS = [(10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand")]


def spelled(number: int, *, link: str = " and ", hyphen: str = "-") -> str:
    """The number in words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens = DECADES[number // 10 * 10]
        return f"{tens}{hyphen}{ONES[number % 10]}" if number % 10 else tens
    if number < 1000:
        rest = f"{link}{spelled(number % 100, hyphen=hyphen)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    parts = []
    for scale, word in GROUPS:
        if number >= scale:
            parts.append(f"{spelled(number // scale, link=link, hyphen=hyphen)} {word}")
            number %= scale
    if number:
        parts.append(spelled(number, link=link, hyphen=hyphen))
    return " ".join(parts)


NUMBERS = st.integers(min_value=0, max_value=10**15 - 1) | st.integers(min_value=0, max_value=10**5)


@given(NUMBERS, st.sampled_from([" and ", " "]), st.sampled_from(["-", " ", " - "]))
def test_a_number_in_words_is_read_back(number: int, link: str, hyphen: str) -> None:
    assert read_quantity(spelled(number, link=link, hyphen=hyphen)).value == number


@given(NUMBERS)
def test_a_grouped_numeral_is_read_back(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", "\u202f")):
        assert read_quantity(text).value == number


@given(st.integers(0, 10**9 - 1), st.sampled_from(["thousand", "million", "bn", "crore"]))
def test_a_scale_multiplies_and_keeps_the_decimals(hundredths: int, scale: str) -> None:
    factor = {"thousand": 10**3, "million": 10**6, "bn": 10**9, "crore": 10**7}[scale]
    value = Decimal(hundredths).scaleb(-2)
    assert read_quantity(f"{value:f} {scale}").value == value * factor


@given(st.integers(1, 99), st.integers(2, 99))
def test_a_fraction_in_digits_is_its_quotient(over: int, under: int) -> None:
    found = read_quantity(f"{over}/{under}").value
    assert found is not None
    assert abs(found - Decimal(over) / Decimal(under)) < Decimal("1e-25")


@pytest.mark.parametrize(
    ("words", "value", "taken"),
    [
        (["nine", "and", "a", "half", "months"], "9.5", 4),
        (["two", "weeks"], "2", 1),
        (["a", "month"], "1", 1),
        (["a", "couple", "of", "years"], "2", 2),
        (["one", "hundred", "days"], "100", 2),
        (["1.5", "million", "troops"], "1500000", 2),
        (["5,200"], "5200", 1),
        (["two", "quarters"], "2", 1),
        (["nineteen", "ninety"], "19", 1),
        (["three", "in", "2020"], "3", 1),
        (["five", "and", "six"], "5", 1),
    ],
)
def test_a_number_is_read_off_the_front_of_words(words: list[str], value: str, taken: int) -> None:
    """Durations are read with it: it takes whole numbers and "and a half", never a share."""
    found = read_number(words)
    assert found is not None
    assert (found[0].value, found[1]) == (Decimal(value), taken)


@pytest.mark.parametrize("words", [[], ["soon"], ["half"], ["and"], ["hundreds"], ["-", "5"]])
def test_words_that_begin_with_no_number_give_none(words: list[str]) -> None:
    assert read_number(words) is None


def test_a_number_knows_its_last_significant_digit() -> None:
    assert numeral("5,200") == Number(value=Decimal(5200), unit=Decimal(100))


def test_no_number_of_words_is_too_long_to_refuse() -> None:
    assert read_number(["hundred", "thousand"] * 50_000) is not None
    assert read_number(["and"] * 50_000) is None
