"""Scales of other raters: tables of words for our verdicts, each of which loses something."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.errors import UsageError
from ledger.model.answer import Answer, Column
from ledger.model.scale import NO_WORD, SCALES, on_scale, scale_named
from ledger.model.verdict import VERDICTS

DAY = dt.date(2020, 10, 1)


def answered(*verdicts: str | None, columns: tuple[str, ...] = ("id", "verdict")) -> Answer:
    """An answer with these verdicts."""
    return Answer(
        question="commitments", title="", columns=tuple(Column(name=n, help="") for n in columns),
        rows=tuple({"id": str(n), "verdict": word} for n, word in enumerate(verdicts)), as_of=DAY,
        known_by=None, recorded_by=1, head=1, today=DAY,
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(SCALES))
def test_every_shipped_scale_speaks_of_verdicts_that_exist_and_says_what_it_loses(
    name: str,
) -> None:
    scale = scale_named(name)

    assert set(scale.words) < set(VERDICTS)
    assert "lossy" in scale.loses


def test_the_word_stands_beside_the_verdict_and_the_loss_under_the_table() -> None:
    """A verdict that the scale has no word for is not forced into one; no verdict, no word."""
    found = on_scale(answered("kept", "past-due-unverified", None), scale_named("politifact"))

    assert [row["on_scale"] for row in found] == ["Promise Kept", NO_WORD, None]
    assert found.columns[-1].name == "on_scale"
    assert "politifact" in found.notes[-1]


def test_a_table_of_the_settings_adds_a_scale() -> None:
    scale = scale_named("ours", {"ours": {"kept": "done"}})

    assert [row["on_scale"] for row in on_scale(answered("kept"), scale)] == ["done"]


@pytest.mark.parametrize("words", [{"keptt": "done"}, {"": "done"}])
def test_a_table_with_a_verdict_that_does_not_exist_is_refused(words: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="there is no verdict"):
        scale_named("ours", {"ours": words})


def test_an_unknown_scale_and_an_answer_without_verdicts_are_refused() -> None:
    with pytest.raises(UsageError, match="there is no scale 'nope'"):
        scale_named("nope")
    with pytest.raises(UsageError, match="has no verdicts"):
        on_scale(answered("kept", columns=("id",)), scale_named("gao"))
