"""The goals on the corpora, where these are at hand; `python -m benchmarks.dates` prints more."""

from __future__ import annotations

import pytest

from benchmarks.dates import notation, policy
from benchmarks.dates.corpora import CORPORA, HOME
from benchmarks.dates.exceptions import LISTED, REASONS, excepted
from benchmarks.dates.scoring import judge, ours
from ledger.dates import read

at_hand = pytest.mark.skipif(not HOME.is_dir(), reason="the corpora are not at hand")
GOALS = {"MS": 0.80, "Duckling": 0.65, "chrono": 0.85, "nl2time": 0.90}


@at_hand
@pytest.mark.parametrize("name", CORPORA)
def test_a_corpus_is_read_as_well_as_the_goal_says(name: str) -> None:
    right = counted = 0
    for item in CORPORA[name]():
        found = ours(item)
        verdict = judge(item, found)
        if verdict != "right" and excepted(item, found):
            continue
        counted += 1
        right += verdict == "right"
    assert right / counted >= GOALS[name]


@at_hand
def test_every_exception_is_an_item_that_is_still_read_as_listed() -> None:
    items = {(item.corpus, item.id): item for load in CORPORA.values() for item in load()}
    for key, (_days, reason) in LISTED.items():
        assert reason in REASONS
        found = ours(items[key])
        assert excepted(items[key], found), key
        assert judge(items[key], found) != "right", key


@at_hand
def test_every_string_of_the_notation_has_its_bounds() -> None:
    right, inside, _beyond, wrong = notation.bounds()
    assert (right, wrong) == (inside, [])


@pytest.mark.parametrize("deadline", policy.deadlines(), ids=lambda deadline: deadline.phrase)
def test_a_policy_deadline_has_its_window_or_waits_for_its_event(
    deadline: policy.Deadline,
) -> None:
    found = read(deadline.phrase, anchor=policy.SAID, direction="due")
    if deadline.window is None:
        assert found.shift is not None
    else:
        assert (found.lo, found.hi) == deadline.window
