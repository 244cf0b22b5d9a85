"""Histories as they stand: corrections, retractions, clocks, and days that hang on other events."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import ConflictError
from ledger.model.event import RecordedEvent
from ledger.model.history import Effective, effective, needed_anchors
from ledger.model.records import Correction, Retraction
from ledger.model.said import Statement
from tests.telling import FIRST, RECORDER, Telling

SAID = """
- {type: source, id: wire, title: First, published: 2020-09-09}
- {type: source, id: paper, title: Second, published: 2020-09-12}
- {type: source, id: weekly, title: Third, published: 2020-09-20}
- {type: actor, id: us, name: United States, kind: state}
- type: statement
  id: pledge
  date: 2020-09-08
  source: wire
  speaker: us
  quote: they leave by Friday
  venue: the lawn
  commits: [{id: out, title: they leave, debtor: us, due: by Friday}]
"""


def correct(told: Telling, id: str, of: str, reason: str = "inexact", **changes: Any) -> None:
    """Record a correction; a double underscore stands for a dot."""
    changed = {path.replace("__", "."): value for path, value in changes.items()}
    told.tell([{"type": "correction", "id": id, "of": of, "set": changed, "reason": reason}])


def retract(told: Telling, id: str, of: str) -> None:
    """Record a retraction."""
    told.tell([{"type": "retraction", "id": id, "of": of, "reason": "should not have been"}])


def pledge(told: Telling, **clocks: Any) -> Effective:
    """The statement as it stands."""
    found = told.history(**clocks).get("pledge")
    assert found is not None
    return found


def venue(told: Telling, **clocks: Any) -> str | None:
    """Where it was made, as it stands."""
    event = pledge(told, **clocks).event
    assert isinstance(event, Statement)
    return event.venue


def test_without_records_an_event_stands_as_it_was_recorded() -> None:
    told = Telling(SAID)

    assert pledge(told).event == told.recorded[4].event
    assert pledge(told).stands
    assert pledge(told).days == (dt.date(2020, 9, 8), dt.date(2020, 9, 8))
    assert pledge(told).known_from == dt.date(2020, 9, 9)


def test_a_correction_replaces_its_field_and_says_so() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall")

    assert venue(told) == "the hall"
    assert pledge(told).corrected_by == (6,)
    assert pledge(told).recorded.event == told.recorded[4].event


def test_the_latest_correction_of_a_field_wins_and_others_keep_theirs() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall", note="seen")
    correct(told, "c2", "pledge", venue="the yard")

    assert venue(told) == "the yard"
    assert pledge(told).event.note == "seen"
    assert pledge(told).corrected_by == (6, 7)


def test_a_retracted_correction_gives_way_to_the_one_before_it() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall")
    correct(told, "c2", "pledge", venue="the yard")
    retract(told, "r1", "c2")

    assert venue(told) == "the hall"
    assert pledge(told).corrected_by == (6,)


def test_a_retraction_may_be_retracted_and_that_one_too() -> None:
    told = Telling(SAID)
    retract(told, "r1", "pledge")
    assert pledge(told).retracted_by == 6
    retract(told, "r2", "r1")
    assert pledge(told).stands
    retract(told, "r3", "r2")
    assert pledge(told).retracted_by == 6
    retract(told, "r4", "pledge")
    retract(told, "r5", "r1")
    assert pledge(told).retracted_by == 9


def test_a_correction_may_be_corrected() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall", note="seen")
    correct(told, "c2", "c1", set__venue="the great hall")

    assert venue(told) == "the great hall"
    assert pledge(told).event.note == "seen"
    assert pledge(told).corrected_by == (6,)


def test_a_corrected_correction_no_longer_touches_a_field_that_was_taken_out_of_it() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall", note="seen")
    correct(told, "c2", "c1", set__venue="none")

    assert venue(told) == "the lawn"
    assert pledge(told).event.note == "seen"


def test_a_correction_that_removes_a_field_can_be_corrected_too() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="none", note="seen")
    correct(told, "c2", "c1", set__note="heard")

    assert venue(told) is None
    assert pledge(told).event.note == "heard"


def test_a_correction_of_a_correction_of_a_correction_counts() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall")
    correct(told, "c2", "c1", set__venue="the great hall")
    correct(told, "c3", "c2", reason="again", set__reason="it was the small one")
    assert venue(told) == "the great hall"
    retract(told, "r1", "c2")
    assert venue(told) == "the hall"


def test_what_leaned_on_a_corrected_day_is_read_again_once_and_kept() -> None:
    """The deadline of quoted words hangs on the day they were spoken."""
    told = Telling(SAID)
    assert pledge(told).event.commits[0].due.hi == dt.date(2020, 9, 11)  # type: ignore[attr-defined]
    correct(told, "c1", "pledge", date="2020-09-14")

    assert pledge(told).latest == dt.date(2020, 9, 14)
    assert pledge(told).event.commits[0].due.hi == dt.date(2020, 9, 18)  # type: ignore[attr-defined]


def test_another_source_moves_the_day_from_which_it_could_be_known_each_time() -> None:
    """That day follows from the sources; it does not become a day that somebody gave."""
    told = Telling(SAID)
    correct(told, "c1", "pledge", source="paper")
    assert pledge(told).known_from == dt.date(2020, 9, 12)
    assert pledge(told).event.known_from is None
    correct(told, "c2", "pledge", source="weekly")
    assert pledge(told).known_from == dt.date(2020, 9, 20)
    retract(told, "r1", "c2")
    assert pledge(told).known_from == dt.date(2020, 9, 12)


def test_a_day_of_knowing_that_was_given_stays_whatever_the_sources_say() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", known_from="2020-09-01")
    correct(told, "c2", "pledge", source="paper")
    assert pledge(told).known_from == dt.date(2020, 9, 1)
    correct(told, "c3", "pledge", known_from="none")
    assert pledge(told).known_from == dt.date(2020, 9, 12)
    correct(told, "c4", "pledge", source="weekly")
    assert pledge(told).known_from == dt.date(2020, 9, 20)


def by_hand(position: int, event: Any) -> RecordedEvent:
    """An event in its envelope, without the way in."""
    return RecordedEvent(position=position, id=event.id, type=event.TYPE, schema=1,
                         recorded_at=FIRST, recorder=RECORDER, known_from=None, event=event)  # fmt: skip


def test_a_later_correction_of_a_whole_field_takes_corrected_parts_with_it() -> None:
    told = Telling(SAID)
    whole = [{"id": "out", "title": "they go", "debtor": "us"}]
    part = Correction(id="c1", of="pledge", reason="r", set={},
                      becomes={"commits.out.title": "they stay"})  # fmt: skip
    all_of_it = Correction(id="c2", of="pledge", reason="r", set={}, becomes={"commits": whole})

    def title(*corrections: Correction) -> str | None:
        records = [by_hand(n, each) for n, each in enumerate(corrections, 6)]
        found = effective([*told.recorded, *records]).get("pledge")
        return found.event.commits[0].title if found else None  # type: ignore[attr-defined]

    assert title(part) == "they stay"
    assert title(part, all_of_it) == "they go"
    assert title(all_of_it, part) == "they stay"


def test_corrections_that_no_longer_fit_are_told_and_not_applied_by_half() -> None:
    """The words went with the sense that replaced them; without it nothing is left."""
    told = Telling(SAID)
    correct(told, "c1", "pledge", says="they go")
    correct(told, "c2", "pledge", quote="none")
    with pytest.raises(ConflictError, match=r"event 5 \(pledge\) as corrected by 7") as caught:
        retract(told, "r1", "c1")

    assert caught.value.hint is not None
    assert pledge(told).event.says == "they go"  # type: ignore[attr-defined]


def test_recorded_by_shows_the_record_as_it_was_at_each_position() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall")
    correct(told, "c2", "c1", set__venue="the great hall")
    retract(told, "r1", "c1")
    retract(told, "r2", "r1")

    seen = [venue(told, recorded_by=n) for n in range(5, 10)]
    assert seen == ["the lawn", "the hall", "the great hall", "the lawn", "the great hall"]
    assert len(told.history(recorded_by=3)) == 3
    assert told.history(recorded_by=4).get("pledge") is None


def test_known_by_hides_what_was_published_later_but_no_record_about_our_record() -> None:
    """Sources, actors, measures, corrections and retractions obey the recording clock alone."""
    told = Telling(SAID)
    told.tell([{"type": "statement", "id": "late", "source": "weekly", "speaker": "us",
                "says": "more"}])  # fmt: skip
    correct(told, "c1", "pledge", venue="the hall")

    early = told.history(known_by=dt.date(2020, 9, 9))
    assert [event.id for event in early] == ["wire", "paper", "weekly", "us", "pledge", "c1"]
    assert venue(told, known_by=dt.date(2020, 9, 9)) == "the hall"
    assert told.history(known_by=dt.date(2020, 9, 8)).get("pledge") is None
    assert told.history(known_by=dt.date(2020, 9, 20)).get("late") is not None


def test_a_corrected_source_counts_for_what_was_known_when() -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", source="paper")

    assert told.history(known_by=dt.date(2020, 9, 11)).get("pledge") is None
    assert told.history(known_by=dt.date(2020, 9, 11), recorded_by=5).get("pledge") is not None


HUNG = """
- {type: source, id: wire, title: First, published: 2020-09-09}
- {type: occurrence, id: vote, name: a vote, kind: election, source: wire, date: in November, scheduled: yes}
- {type: occurrence, id: count, name: a count, source: wire, date: {phrase: several days later, event: vote}}
- {type: occurrence, id: oath, name: an oath, source: wire, date: {phrase: two weeks later, event: count}}
"""


def days(told: Telling, id: str) -> tuple[str, str]:
    """The days of an event as they stand."""
    found = told.history().get(id)
    assert found is not None
    return str(found.earliest), str(found.latest)


def test_days_that_hang_on_an_event_follow_it_down_the_whole_chain() -> None:
    told = Telling(HUNG)
    assert days(told, "count") == ("2020-11-04", "2020-12-10")
    assert days(told, "oath") == ("2020-11-18", "2020-12-24")
    correct(told, "c1", "vote", date="2020-11-03")
    assert days(told, "count") == ("2020-11-06", "2020-11-13")
    assert days(told, "oath") == ("2020-11-20", "2020-11-27")
    assert list(needed_anchors(event.event for event in told.history())) == ["vote", "count"]


def test_what_hangs_on_a_retracted_or_hidden_event_has_no_day() -> None:
    told = Telling(HUNG)
    retract(told, "r1", "vote")
    history = told.history()
    assert days(told, "oath") == days(told, "count") == ("None", "None")
    assert days(told, "vote") == ("2020-11-01", "2020-11-30")
    assert history.days_of("vote") == history.days_of("nobody") == (None, None)
    retract(told, "r2", "r1")
    assert days(told, "oath") == ("2020-11-18", "2020-12-24")


def test_events_that_hang_on_each_other_in_a_circle_have_no_day() -> None:
    """And so has what hangs on one of them; nothing runs for ever."""
    told = Telling(HUNG)
    correct(told, "c1", "count", date={"phrase": "several days later", "event": "oath"})

    assert days(told, "count") == days(told, "oath") == ("None", "None")
    assert days(told, "vote") == ("2020-11-01", "2020-11-30")


def test_a_long_chain_of_events_is_dated_to_its_end() -> None:
    told = Telling("- {type: source, id: wire, title: First, published: 2020-09-09}\n")
    dates: list[Any] = ["2020-01-01"]
    dates += [{"phrase": "two days later", "event": f"e{n}"} for n in range(59)]
    chain = [
        {"type": "occurrence", "id": f"e{n}", "name": "n", "source": "wire", "date": date}
        for n, date in enumerate(dates)
    ]
    told.tell(chain[::-1])

    assert days(told, "e59") == ("2020-04-28", "2020-04-28")


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_handed_in_does_not_matter(shuffler: Any) -> None:
    told = Telling(SAID)
    correct(told, "c1", "pledge", venue="the hall")
    correct(told, "c2", "c1", set__venue="the great hall")
    retract(told, "r1", "c2")
    mixed = list(told.recorded)
    shuffler.shuffle(mixed)

    assert effective(mixed).events == told.history().events


def test_an_event_is_found_by_id_and_by_position() -> None:
    told = Telling(SAID)
    retract(told, "r1", "paper")
    history = told.history()

    found = history.at(5)
    assert found is not None
    assert found.id == "pledge"
    assert history.at(99) is None
    assert [event.id for event in history.standing] == ["wire", "weekly", "us", "pledge", "r1"]
    assert isinstance(history.events[-1].event, Retraction)
