"""The published test sets of numbers and ranges, where they are at hand."""

from __future__ import annotations

import pytest

corpora = pytest.importorskip("benchmarks.quantities.corpora")
judge = pytest.importorskip("benchmarks.quantities.judge")

CORPORA = dict(corpora.corpora(corpora.SHARED))


@pytest.mark.parametrize("name", ["Recognizers-Text numbers", "Recognizers-Text ranges"])
def test_at_least_95_in_100_are_right(name: str) -> None:
    if name not in CORPORA:
        pytest.skip("the corpus is not here")
    cases = CORPORA[name]
    right = [case for case in cases if judge.verdict(case, judge.ours(case.phrase)) == "right"]
    assert len(right) >= 0.95 * len(cases)


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_what_is_not_right_has_a_reason(name: str) -> None:
    unexplained = [
        case.phrase
        for case in CORPORA[name]
        if case.reason is None and judge.verdict(case, judge.ours(case.phrase)) != "right"
    ]
    assert unexplained == []
