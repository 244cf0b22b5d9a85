"""`pledger demo`: the board before and after, and the slip."""

from __future__ import annotations

from pathlib import Path

from tests.doors.running import desk


def test_the_demo_shows_the_same_promise_before_and_after_and_how_far_it_slipped(
    tmp_path: Path,
) -> None:
    with desk(tmp_path / "desk") as made:
        ran = made.pledger("demo", "--dir", "tour")
        again = made.pledger("demo", "--dir", "tour")

    assert (ran.status, ran.err) == (0, "")
    before, _, after = ran.out.partition("What followed until August 2021")
    rows = [line.split() for line in before.splitlines() if "foreign-forces-out  " in line]
    assert [row[-1] for row in rows] == ["conditional", "conditional", "past-due-unverified"]
    row = next(line for line in after.splitlines() if "foreign-forces-out  " in line)
    assert row.split()[1:3] == ["2021-08-31", "2021-08-31"]
    assert "kept" in row
    assert (
        "foreign-forces-out: kept, due 2021-08-31; against 2021-05-01, the day first agreed: "
        "kept-late, 121 days late." in after
    )
    assert again.status == 0
