"""EDTF, the notation for uncertain dates, in and out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.dates import UnreadablePhraseError, format_edtf, parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-09-09", "2020-09-09", "2020-09-09"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2019-12/2020-01", "2019-12-01", "2020-01-31"),
        ("../2020-09-09", None, "2020-09-09"),
        ("2020-09/..", "2020-09-01", None),
        ("/2020", None, "2020-12-31"),
        ("1984?/2004~", "1984-01-01", "2004-12-31"),
        ("2004-06-~11", "2004-06-11", "2004-06-11"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("1999-XX", "1999-01-01", "1999-12-31"),
        ("1560-XX-25", "1560-01-25", "1560-12-25"),
        ("2021-02-XX", "2021-02-01", "2021-02-28"),
        ("2001-21", "2001-03-01", "2001-05-31"),
        ("2010-24", "2010-12-01", "2011-02-28"),
        ("2001-34", "2001-04-01", "2001-06-30"),
        ("2001-41", "2001-07-01", "2001-12-31"),
        ("2004-01-01T10:10:10+05:00", "2004-01-01", "2004-01-01"),
        ("[1667, 1668, 1670..1672]", "1667-01-01", "1672-12-31"),
        ("[..1760-12-03]", None, "1760-12-03"),
    ],
)
def test_the_bounds_of_a_string(text: str, first: str | None, last: str | None) -> None:
    found = [str(day) if day else None for day in parse_edtf(text)]
    assert found == [first, last]


@pytest.mark.parametrize(
    "text",
    ["", "2020-13", "2020-02-30", "2020/2019", "..", "../..", "/", "2020-1", "20201", "-0044", "0000",
     "Y12020", "2020-09-09T25:00:00", "[2020", "{2020]", "2020-21-05", "2012/2013/2014", "156X-09-31",
     "2004-06-(11)~", "2020-02-30T10:00:00", "²020"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePhraseError):
        parse_edtf(text)


@settings(deadline=None)
@given(st.dates())
def test_a_whole_day_is_itself(day: dt.date) -> None:
    assert parse_edtf(day.isoformat()) == (day, day)


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{4}-[0-4][0-9]-[0-9]{2}", fullmatch=True))
def test_what_looks_like_a_whole_day_is_read_as_within_an_interval(text: str) -> None:
    """One by a shortcut, the other by the rules of the notation."""
    found = []
    for each in (text, f"{text}/{text}"):
        try:
            found.append(parse_edtf(each))
        except UnreadablePhraseError:
            found.append((None, None))

    assert found[0] == found[1]


DAYS = st.none() | st.dates()


@settings(deadline=None)
@given(one=DAYS, other=DAYS)
def test_what_is_written_is_read_back(one: dt.date | None, other: dt.date | None) -> None:
    first, last = (other, one) if one and other and one > other else (one, other)
    if first is None and last is None:
        return
    assert parse_edtf(format_edtf(first, last)) == (first, last)


@settings(deadline=None)
@given(text=st.text(alphabet="0123456789X-/.?~%TZ[]{},: ", max_size=40))
def test_any_string_has_ordered_bounds_or_is_refused(text: str) -> None:
    try:
        first, last = parse_edtf(text)
    except UnreadablePhraseError:
        return
    assert first is None or last is None or first <= last
