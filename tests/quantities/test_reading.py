"""Reading quantities: what is told apart, what is inherited, and what is refused."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from ledger.quantities import Quantity, UnreadableQuantityError, read_quantity
from ledger.quantities.reader import LONGEST


def ends(words: str) -> tuple[object, object]:
    """The interval that the words allow."""
    found = read_quantity(words)
    return found.lo, found.hi


class TestCountsAndMeasures:
    """Counts go on in ones; what is measured has no next number."""

    def test_more_than_a_count_begins_at_the_next_number(self) -> None:
        assert ends("more than 5 bases") == (6, None)

    @pytest.mark.parametrize("unit", ["km", "per cent", "years", "°C", "tonnes", "billion euros"])
    def test_more_than_a_measure_begins_at_the_number(self, unit: str) -> None:
        found = read_quantity(f"more than 5 {unit}")
        assert found.lo == found.value

    @pytest.mark.parametrize("words", ["7 millones", "1,5 Millionen", "3 млн", "20 Mrd. Euro"])
    def test_a_scale_of_another_language_is_refused_not_taken_for_what_is_counted(
        self, words: str
    ) -> None:
        with pytest.raises(UnreadableQuantityError):
            read_quantity(words)

    def test_a_name_that_begins_like_a_measure_is_counted(self) -> None:
        assert ends("more than 5 T-72 tanks") == (6, None)

    def test_less_than_a_measure_ends_at_the_number(self) -> None:
        assert ends("less than 5 years") == (0, 5)

    def test_a_unit_behind_the_qualifier_still_makes_a_measure(self) -> None:
        assert ends("less than 5 or equal years") == (0, 5)

    def test_an_approximation_of_a_measure_includes_its_upper_end(self) -> None:
        assert ends("about $1.2 billion") == (1_150_000_000, 1_250_000_000)

    def test_nearly_a_small_count_is_the_number_below(self) -> None:
        assert ends("nearly 5") == (4, 4)

    def test_below_zero_there_is_no_floor(self) -> None:
        assert ends("fewer than 0") == (None, -1)
        assert ends("at most -3") == (None, -3)

    def test_near_a_negative_number_is_near_its_size(self) -> None:
        assert ends("about -5,200") == (-5249, -5150)
        assert ends("nearly minus 5,000") == (-4999, -4500)

    @pytest.mark.parametrize(
        ("words", "same"),
        [
            ("about twenty", "about 20"),
            ("about five thousand two hundred", "about 5,200"),
            ("about 5.2 thousand", "about 5,200"),
            ("about 1.2 million", "about 1,200,000"),
            ("roughly half a million", "roughly 500,000"),
        ],
    )
    def test_words_and_digits_are_as_exact_as_each_other(self, words: str, same: str) -> None:
        assert ends(words) == ends(same)

    def test_decimals_that_are_told_count_as_significant(self) -> None:
        assert ends("about 1.50 million") == (1_495_000, 1_504_999)


class TestNumerals:
    """Grouping is read where it can mean one thing only."""

    @pytest.mark.parametrize(
        ("words", "value"),
        [
            ("5,200", "5200"),
            ("5.200", "5.2"),
            ("1.234.567", "1234567"),
            ("1.234,5", "1234.5"),
            ("12,5", "12.5"),
            ("0,125", "0.125"),
            ("1'234'567", "1234567"),
            ("1 234 567", "1234567"),
            ("1\u202f234\u202f567.89", "1234567.89"),
            ("1,23,45,678", "12345678"),
            ("\u2212 40", "-40"),
            ("1\u00bd million", "1500000"),
            ("2.5^-1", "0.4"),
            ("- 1 4/5", "-1.8"),
        ],
    )
    def test_a_numeral_is_read_in_every_grouping(self, words: str, value: str) -> None:
        assert read_quantity(words).value == Decimal(value)

    @pytest.mark.parametrize(
        "words",
        ["5,2000", "1,23,4", "1.2.3", "12.34.567", "1,,000", "1,0000", "00:15", "1/0", "9^99",
         "1e99", "9" * 31, "10th", "2nd base", "٣٤"],
    )  # fmt: skip
    def test_a_numeral_that_fits_no_grouping_is_refused(self, words: str) -> None:
        with pytest.raises(UnreadableQuantityError):
            read_quantity(words)


class TestRanges:
    """Two numbers that make one interval."""

    @pytest.mark.parametrize(
        ("words", "low", "high"),
        [
            ("between one hundred and two hundred", 100, 200),
            ("between one hundred and five and two hundred", 105, 200),
            ("between two and a half and three million", 2_500_000, 3_000_000),
            ("five to six hundred thousand", 500_000, 600_000),
            ("500 to 2 million", 500, 2_000_000),
            ("20-30 thousand troops", 20_000, 30_000),
            ("2 million to 3 million", 2_000_000, 3_000_000),
            ("one third to one half", Decimal(1) / 3, Decimal("0.5")),
            ("a dozen or two", 12, 24),
            ("-10 to -5", -10, -5),
            ("anywhere between 3 and 5", 3, 5),
            ("hundreds to thousands", 200, None),
            ("several hundred to a thousand", 300, 1000),
            ("at least 20, at most 35", 20, 35),
            ("about two or three", 2, 3),
            ("at least 2,000 to 3,000", 2000, None),
        ],
    )
    def test_a_range_is_read(
        self, words: str, low: int | Decimal, high: int | Decimal | None
    ) -> None:
        assert ends(words) == (low, high)

    def test_a_unit_told_once_holds_for_both_ends(self) -> None:
        found = read_quantity("more than 5 but less than 10 km")
        assert (found.lo, found.hi) == (Decimal(5), Decimal(10))
        assert found.unit == "km"

    @pytest.mark.parametrize("words", ["from 5,200 to 3,000", "10-5", "more than 9 but under 3"])
    def test_a_range_that_runs_downwards_is_refused_as_such(self, words: str) -> None:
        with pytest.raises(UnreadableQuantityError, match="runs downwards"):
            read_quantity(words)

    @pytest.mark.parametrize("words", ["5% to 10 km", "$5 to €10", "3 troops to 4 tanks"])
    def test_ends_in_unlike_units_are_refused(self, words: str) -> None:
        with pytest.raises(UnreadableQuantityError):
            read_quantity(words)

    def test_a_range_names_no_value(self) -> None:
        found = read_quantity("2,000 to 3,000")
        assert (found.value, found.qualifier) == (None, "range")


class TestUnits:
    """The words behind a number name what is counted, as they are written."""

    @pytest.mark.parametrize(
        ("words", "unit"),
        [
            ("3,000 U.S. troops", "U.S. troops"),
            ("30 GW", "GW"),
            ("500 km2 of forest", "km2 of forest"),
            ("a 500-mile wall", "mile wall"),
            ("dozens of long-range missiles", "long-range missiles"),
            ("10 per cent of GDP", "%"),
            ("two of the five bases", "of the five bases"),
            ("4,000 of its 8,600 troops", "of its 8,600 troops"),
            ("5,000", None),
            ("two thirds of", None),
        ],
    )
    def test_a_unit_is_kept(self, words: str, unit: str | None) -> None:
        assert read_quantity(words).unit == unit

    @pytest.mark.parametrize(
        "words",
        ["3,000 troops by May 2021", "3,000 by May", "200 troops over two years", "5 or cheaper",
         "3 troops and 2 tanks", "three troops and two tanks", "2,000 if possible", "all but 500",
         "5,000 not counting guards", "1,000 before winter", "45% by 2030"],
    )  # fmt: skip
    def test_words_that_say_more_than_a_unit_are_refused(self, words: str) -> None:
        """A date or another number behind the unit would be lost in silence."""
        with pytest.raises(UnreadableQuantityError):
            read_quantity(words)


@pytest.mark.parametrize(
    "words", ["", "  ", "soon", "the", "about", "not", "a fraction of the force", "twenty-first",
              "every second house", "more than", "$", "between 3", "or more", "-", "€€5"],
)  # fmt: skip
def test_words_that_state_no_quantity_are_refused(words: str) -> None:
    with pytest.raises(UnreadableQuantityError) as refused:
        read_quantity(words)
    assert refused.value.hint is not None


def test_a_text_longer_than_any_quantity_is_refused_at_once() -> None:
    with pytest.raises(UnreadableQuantityError):
        read_quantity("1" + " " * LONGEST + "1")


def test_all_with_a_number_is_that_number() -> None:
    expected = Quantity(
        raw="all 5,200 troops", value=Decimal(5200), lo=Decimal(5200), hi=Decimal(5200),
        qualifier="all", unit="troops",
    )  # fmt: skip

    assert read_quantity("all 5,200 troops") == expected


def test_a_strict_bound_that_allows_the_number_too_is_a_bound() -> None:
    assert ends("less than 5,000 or equal") == (0, 5000)
    assert read_quantity("less than 5,000 or equal").qualifier == "up_to"


def test_the_reading_does_not_depend_on_the_precision_of_the_caller() -> None:
    with localcontext() as narrow:
        narrow.prec = 3
        found = read_quantity("about 123,456,789")
    assert found == read_quantity("about 123,456,789")
    assert found.value == 123_456_789
