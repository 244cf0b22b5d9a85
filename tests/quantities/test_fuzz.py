"""Whatever the text, the answer is an interval or a refusal, and the same every time."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.quantities import Quantity, UnreadableQuantityError, read_quantity
from ledger.quantities.qualifier import _PREFIXES, _SUFFIXES
from ledger.quantities.quantity import QUALIFIERS
from ledger.quantities.vocabulary import DENOMINATORS, NUMBER_WORDS, PLURALS

INSIDE = ("exact", "about", "at_least", "up_to")
NUMERALS = ["0", "1", "7", "12", "5,200", "1.5", "1.234,5", ".08", "10", "2020", "1/2", "½", "1e6",
            "9" * 30, "-3", "^", "x", "2/3"]  # fmt: skip
LINKS = ["to", "and", "or", "between", "from", "-", "–", "~", "but", ",", "of", "in", "out of",
         "over", "point", "a", "an", "the", "no", "±", "if not", "every"]  # fmt: skip
UNITS = ["troops", "%", "per cent", "$", "€", "km", "years", "k", "million", "bn", "couple",
         "F-16s", "times", "half", "all", "most", "digits", "low", "mid", "few"]  # fmt: skip
WORDS = sorted({
    *NUMERALS, *LINKS, *UNITS, *NUMBER_WORDS, *DENOMINATORS, *PLURALS,
    *(words for listed in (*_PREFIXES.values(), *_SUFFIXES.values())
      for words in listed.split(",")),
})  # fmt: skip
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


def reading(text: str) -> Quantity | None:
    """What is read, None where it is refused."""
    try:
        return read_quantity(text)
    except UnreadableQuantityError:
        return None


def check(text: str) -> None:
    """The laws of every reading."""
    found = reading(text)
    assert reading(text) == found
    if found is None:
        return
    assert found.raw == text.strip()
    assert found.qualifier in QUALIFIERS
    if found.lo is not None and found.hi is not None:
        assert found.lo <= found.hi
    for number in (found.value, found.lo, found.hi):
        assert number is None or number.is_finite()
    again = reading(f"  {text}\t")
    assert again is not None
    assert (again.lo, again.hi) == (found.lo, found.hi)


@given(
    st.sampled_from([(words, mark) for mark in INSIDE for words in _PREFIXES[mark].split(",")]),
    st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=2),
    st.sampled_from(["", " troops", " per cent", " million", " km"]),
)
def test_what_is_allowed_holds_the_number_named(
    qualifier: tuple[str, str], number: int | Decimal, unit: str
) -> None:
    """For those qualifiers that do not exclude it."""
    found = reading(f"{qualifier[0]} {number:,}{unit}")
    assert found is not None
    assert found.value is not None
    assert found.qualifier == qualifier[1]
    assert found.lo is None or found.lo <= found.value
    assert found.hi is None or found.value <= found.hi


@given(
    st.sampled_from(["more than", "fewer than", "nearly", "just over", "under", "over"]),
    st.integers(-(10**9), 10**9),
)
def test_a_strict_qualifier_leaves_the_number_out(qualifier: str, number: int) -> None:
    found = reading(f"{qualifier} {number:,}")
    assert found is not None
    assert Decimal(number) not in found.span


@settings(max_examples=1500, deadline=None)
@given(PHRASES)
@example("about 0")
@example("fewer than 0")
@example("-0")
@example("up to -5")
@example("9^29")
@example("nearly 0")
@example("not quite 999999999999999999999999999999 km")
@example("at least - - sixth fifths")
@example("times seventh in the order of close to all of the")
@example("> four , south of at the most 3")
def test_words_of_quantities_in_any_order_are_read_or_refused(text: str) -> None:
    check(text)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=220))
@example("1" * 200)
@example("½" * 200)
@example("ß" * 200)
@example("1 of " * 40)
@example("or so " * 33)
@example("between 1 and " * 14)
@example("1," * 50_000)
@example("the " * 25_000)
def test_any_text_is_read_or_refused(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(PHRASES)
def test_capitals_change_nothing_but_the_unit(text: str) -> None:
    found, loud = reading(text), reading(text.title())
    if found is not None and loud is not None:
        assert (found.lo, found.hi) == (loud.lo, loud.hi)
