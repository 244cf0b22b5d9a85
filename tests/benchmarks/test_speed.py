"""The measurements: every row is told, pictures are pictures, and a failure stops nothing."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from attrs import evolve

from benchmarks.speed import machine, page, rows
from benchmarks.speed.case import Case
from benchmarks.speed.cases import CASES
from benchmarks.speed.child import Outcome, apart, measured
from benchmarks.speed.desk import Desk
from benchmarks.speed.figures import Figure, side_by_side
from benchmarks.speed.kept import make
from benchmarks.speed.plot import plot
from benchmarks.speed.rows import DISK, MEMORY
from benchmarks.speed.run import Asked, measure

EVENTS = 300
PROCESSES = {"import-flat", "rebuild-command", "verify-command", "start", "rebuild-meanwhile"}
"""Cases that start commands, as `import` does."""

ALIKE = {name for name in CASES if name.startswith("ask-")} - {"ask-levels", "ask-search"}
"""Questions that are measured as two others are."""

LEFT_OUT = PROCESSES | ALIKE

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A tiny run, without the other event store and without a memory file system."""
    folder = tmp_path_factory.mktemp("bench")
    make(folder / "kept", EVENTS, 1)
    return Asked(
        events=EVENTS, seed=1, rounds=1, budget=0.01, longest=60, out=folder / "out",
        keep=folder / "kept", names=tuple(set(CASES) - LEFT_OUT), peers=False,
        memory=folder / "nowhere",
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(asked: Asked) -> dict[str, object]:
    return measure(asked, run=measured)


def test_every_case_gives_figures(asked: Asked, found: dict[str, list[Outcome]]) -> None:
    failed = {each["case"]: each["error"] for each in found["outcomes"] if each["error"]}

    assert failed == {}
    assert {each["case"] for each in found["outcomes"]} == set(asked.names)
    for outcome in found["outcomes"]:
        for figure in outcome["figures"]:
            assert figure["rounds"], figure
            assert figure["low"] <= figure["median"] <= figure["high"]


def test_every_row_is_told(asked: Asked, found: dict[str, list[dict[str, object]]]) -> None:
    """In the file as in memory; a row without a figure says why."""
    told = json.loads((asked.out / "results.json").read_text("utf-8"))["rows"]
    works = {row.work for _, listed in rows.SECTIONS for row in listed}

    assert {row["work"] for row in told} == works
    for row in told:
        assert (row["value"] is None) == bool(row["error"]), row
    missing = {row["case"] for row in told if row["value"] is None and row["figure"] != "of_peer"}
    # Of so few commitments none may be there under every clock.
    assert missing - {"commitments-one", "commitments-heavy"} == LEFT_OUT


def test_every_row_names_a_case_that_there_is() -> None:
    for _, listed in rows.SECTIONS:
        for row in listed:
            assert row.case in CASES, row


def test_the_results_say_on_what_they_were_measured(found: dict[str, dict[str, object]]) -> None:
    assert set(found["machine"]) == {"processor", "cores", "memory", "system"}
    assert {"Python", "SQLite of the ledger", "SQLite of Python"} <= set(found["versions"])
    assert found["pragmas"]["page_size"] == "16384"
    assert len(found["remarks"]) == 2


def test_the_table_has_a_line_for_every_row_that_was_asked_for(
    asked: Asked, found: dict[str, list[dict[str, object]]]
) -> None:
    text = (asked.out / "results.md").read_text("utf-8")
    tables = [line for line in text.splitlines() if line.startswith("|")]

    measured = [row for row in found["rows"] if row["case"] in asked.names]
    assert len(tables) == len(measured) + 2 * len(rows.SECTIONS)
    assert {line.count("|") for line in tables} == {len(page.HEADINGS) + 1}


def test_every_plot_is_a_picture(asked: Asked, found: dict[str, object]) -> None:
    pictures = page.pictures(found)

    grows = {name for name, case in CASES.items() if case.grows and name in asked.names}
    assert set(pictures) == grows
    for name, text in pictures.items():
        root = ET.fromstring(text)
        words = [each.text for each in root.iter(f"{SVG}text")]
        assert root.tag == f"{SVG}svg"
        assert CASES[name].axis in words
        assert "events in the ledger" in words
        assert (asked.out / f"{name}.svg").read_text("utf-8") == text


def test_a_plot_shows_what_its_scales_can() -> None:
    text = plot("costs & such", "ms", {"a < b": [(1000, 5.0), (100, 0.0), (10, 50.0)], "none": []})

    assert text is not None
    root = ET.fromstring(text)
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert [each.text for each in root.iter(f"{SVG}text")][-1] == "a < b"
    assert plot("nothing", "ms", {"a": [(10, 0.0)]}) is None


def test_the_page_is_written_between_its_marks(tmp_path: Path, found: dict[str, object]) -> None:
    path = tmp_path / "performance.md"
    path.write_text(f"before\n{page.BEGIN}\nstale results\n{page.END}\nafter\n", "utf-8")
    page.written(path, found)
    once = path.read_text("utf-8")
    page.written(path, found)

    assert path.read_text("utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "stale results" not in once
    assert {each.stem for each in (tmp_path / "performance").iterdir()} == set(page.pictures(found))


def test_a_page_without_marks_is_refused(tmp_path: Path, found: dict[str, object]) -> None:
    path = tmp_path / "performance.md"
    path.write_text("nothing here\n", "utf-8")

    with pytest.raises(ValueError, match="no marks"):
        page.written(path, found)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_case_that_fails_is_told_and_the_others_go_on(asked: Asked) -> None:
    def run(case: Case, desk: Desk) -> Outcome:
        if case.name == "disk":
            raise RuntimeError("no such column")
        return {"figures": [], "error": None}

    def guarded(case: Case, desk: Desk) -> Outcome:
        return measured(evolve(case, run=lambda _: run(case, desk)["figures"]), desk)

    results = measure(evolve(asked, names=("disk", "audit")), run=guarded)

    assert {each["case"]: each["error"] for each in results["outcomes"]} == {
        "disk": "RuntimeError: no such column", "audit": None,
    }  # fmt: skip
    row = next(each for each in results["rows"] if each["case"] == "disk")
    assert page.reached(row) == "RuntimeError: no such column"


def test_everything_but_what_lies_on_the_disk_is_measured_in_memory_too(
    asked: Asked, tmp_path: Path
) -> None:
    """On a copy of the ledger, which is gone afterwards; both stand in one line of the table."""
    seen: dict[str, tuple[Path, bool]] = {}

    def run(case: Case, desk: Desk) -> Outcome:
        seen[f"{case.name} {desk.kept.parent}"] = (desk.kept, desk.lines.exists())
        return measured(case, desk)

    both = evolve(asked, names=("disk", "audit"), memory=tmp_path, out=tmp_path / "out")
    results = measure(both, run=run)
    measured_at = [(each["case"], each["where"], each["error"]) for each in results["outcomes"]]
    copy = next(kept for name, (kept, _) in seen.items() if str(tmp_path) in name)

    assert measured_at == [("audit", DISK, None), ("audit", MEMORY, None), ("disk", DISK, None)]
    assert all(lines for _, lines in seen.values())
    assert not copy.parent.exists()
    (line,) = [line for line in page.tables(results) if line.startswith("| hashes verified")]
    assert line.count(" /s |") == 2

    alone = measure(evolve(both, places=(MEMORY,)), run=run)
    assert [(each["case"], each["where"]) for each in alone["outcomes"]] == [("audit", MEMORY)]


def test_a_run_adds_to_what_an_earlier_one_has_left(asked: Asked, tmp_path: Path) -> None:
    """Each case is written down once it is measured; what is measured again is replaced."""
    here = evolve(asked, out=tmp_path, names=("disk", "audit"))

    def broken(case: Case, desk: Desk) -> Outcome:
        if case.name == "disk":
            raise KeyboardInterrupt
        return measured(case, desk)

    with pytest.raises(KeyboardInterrupt):
        measure(here, run=broken)
    left = json.loads((tmp_path / "results.json").read_text("utf-8"))
    added = measure(evolve(here, names=("disk",), add=True), run=measured)
    again = measure(evolve(here, names=("disk",), add=True), run=measured)

    assert [each["case"] for each in left["outcomes"]] == ["audit"]
    assert added["outcomes"][0] == left["outcomes"][0]
    assert [each["case"] for each in again["outcomes"]] == ["audit", "disk"]
    assert again["asked"]["cases"] == ["audit", "disk"]
    with pytest.raises(ValueError, match="is of 300 events"):
        measure(evolve(here, events=EVENTS + 1, add=True), run=measured)
    for nonsense in ("", "[]", "{}"):
        (tmp_path / "results.json").write_text(nonsense, "utf-8")
        with pytest.raises(ValueError, match="holds no results"):
            measure(evolve(here, add=True), run=measured)


def test_what_does_not_fit_into_memory_is_told(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "available", lambda: 1)
    both = evolve(asked, names=("audit",), memory=tmp_path, out=tmp_path / "out")
    disk, there = measure(both, run=measured)["outcomes"]

    assert (disk["error"], there["error"]) == (None, "no room for 4 times the ledger in memory")


def test_a_case_runs_in_a_process_of_its_own(asked: Asked) -> None:
    desk = Desk(events=EVENTS, seed=1, rounds=1, budget=0.01, keep=asked.keep, folder=asked.keep,
                python=None)  # fmt: skip
    outcome = apart(CASES["disk"], desk, longest=60)
    late = apart(CASES["disk"], desk, longest=0.01)

    assert outcome["error"] is None
    assert {each["name"] for each in outcome["figures"]} >= {"durable to JSON", "memory"}
    assert late["error"] == "not done within 0 s"


def test_works_are_done_in_turn_and_another_is_first_each_time() -> None:
    done: list[str] = []

    def work(name: str, seconds: float) -> tuple[float, int]:
        done.append(name)
        return seconds, 10

    figures = side_by_side(
        {"ours": lambda: work("ours", 2.0), "floor": lambda: work("floor", 1.0)},
        rounds=2, budget=100,
    )  # fmt: skip

    assert done == ["ours", "floor", "floor", "ours"]
    assert figures == [
        Figure(name="ours", unit="/s", values=(5.0, 5.0)),
        Figure(name="floor", unit="/s", values=(10.0, 10.0)),
        Figure(name="of_floor", unit="×", values=(0.5, 0.5)),
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(None, None, "–"), (81234.5, "/s", "81,234 /s"), (1.375, "/s", "1.38 /s"),
     (0.81, "×", "0.810 ×"), (3.14159, "ms", "3.14 ms"),
     (120.44, "ms", "120.4 ms"), (0.25, "s", "0.250 s"), (2000.0, "", "2,000")],
)  # fmt: skip
def test_values_are_shown_as_people_read_them(
    value: float | None, unit: str | None, text: str
) -> None:
    assert page.shown(value, unit) == text


def test_what_a_row_must_be_and_its_goal_are_judged() -> None:
    row = rows.Row(work="w", case="c", figure="f", must=rows.least(0.8), goal=rows.least(0.9))
    figure = {"name": "f", "unit": "×", "median": 0.85, "low": 0.8, "high": 0.9}
    outcome = {"case": "c", "largest": True, "where": "disk", "events": 1, "error": None,
               "figures": [figure]}  # fmt: skip
    (told,) = rows.judged(row, [outcome])

    assert (told["must"], told["goal"]) == ("≥ 0.8", "≥ 0.9")
    assert (told["must_reached"], told["goal_reached"]) == (True, False)
    assert page.reached(told) == "must yes, goal no"
