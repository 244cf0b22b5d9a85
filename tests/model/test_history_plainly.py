"""A history settled with all that is spared equals the one in which every step is taken."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.model.history import Alone, effective
from tests.model.plain_history import plainly_effective
from tests.projections.lived import ledgers
from tests.telling import Telling

DAYS = st.one_of(st.none(), st.dates(dt.date(2020, 8, 1), dt.date(2021, 3, 1)))


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=200)
@given(
    ledgers,
    st.lists(
        st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 40)), DAYS), min_size=1, max_size=4
    ),
    st.integers(1, 7),
)
def test_what_is_spared_changes_nothing(
    told: Telling, clocks: list[tuple[dt.date | None, int | None, dt.date | None]], step: int
) -> None:
    """Under any clocks, of all events or some of them, with what was settled for others before."""
    alone = Alone()
    for known_by, recorded_by, as_of in clocks:
        for some in (told.recorded, told.recorded[::step]):
            found = effective(
                some, known_by=known_by, recorded_by=recorded_by, as_of=as_of, alone=alone
            )
            assert list(found) == plainly_effective(
                some, known_by=known_by, recorded_by=recorded_by, as_of=as_of
            )
