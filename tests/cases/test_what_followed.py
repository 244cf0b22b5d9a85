"""What later sources say of the promises of September 2020, and what could be said on which day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ledger import Ledger

Ask = Callable[..., Mapping[str, Mapping[str, Any]]]

CASE = files("ledger") / "cases" / "september-2020.yaml"
SEED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "seed" / "reference.json"
CHECKS: list[dict[str, Any]] = (
    json.loads(SEED.read_text("utf-8"))["followup_checks"] if SEED.is_file() else []
)
NAMES = {"c1": "us-iraq-3000", "c3": "afghanistan-4000-out", "c4": "foreign-forces-out"}

FOLLOWED = """
- {type: source, id: military-com-2020-08-04, title: election report, publisher: Military.com, published: 2020-08-04}
- {type: source, id: cnn-2020-11-17, title: drawdown report, publisher: CNN, published: 2020-11-17}
- {type: source, id: tvn24-2020-11-17, title: drawdown report, publisher: TVN24, lang: pl, published: 2020-11-17}
- {type: source, id: cnbc-2020-11-17, title: drawdown report, publisher: CNBC, published: 2020-11-17}
- {type: source, id: wh-2021-04-13, title: background call, publisher: White House, published: 2021-04-13}
- {type: source, id: wh-2021-04-14, title: remarks, publisher: White House, published: 2021-04-14}
- {type: source, id: wh-2021-07-08, title: remarks, publisher: White House, published: 2021-07-08}
- {type: source, id: wh-2021-08-31, title: remarks, publisher: White House, published: 2021-08-31}
- {type: corroboration, of: election-2020, source: military-com-2020-08-04, set: {date: 2020-11-03}}
- {type: level, id: iraq-cnn, date: 2020-11-17, source: cnn-2020-11-17, measure: us-forces/iraq, value: "3,000"}
- {type: level, id: iraq-tvn24, date: 2020-11-17, source: tvn24-2020-11-17, measure: us-forces/iraq, value: "3,000"}
- {type: level, id: iraq-cnbc, date: 2020-11-17, source: cnbc-2020-11-17, measure: us-forces/iraq, value: "more than 3,000"}
- {type: level, id: afghanistan-cnn, date: 2020-11-17, source: cnn-2020-11-17, measure: us-forces/afghanistan, value: "about 4,500"}
- type: amendment
  id: by-september-11
  commitment: foreign-forces-out
  date: 2021-04-14
  source: [wh-2021-04-13, wh-2021-04-14]
  made_by: debtor
  due: {phrase: "before, and no later than, 11 September 2021", lo: 2021-09-10, hi: 2021-09-11}
  given: none
- type: amendment
  id: on-august-31
  commitment: foreign-forces-out
  date: 2021-07-08
  source: wh-2021-07-08
  made_by: debtor
  due: on August 31st
- {type: fulfilment, id: still-there, commitment: foreign-forces-out, degree: none, date: 2021-06-01, source: wh-2021-07-08}
- {type: fulfilment, id: all-gone, commitment: foreign-forces-out, degree: full, date: 2021-08-30, source: wh-2021-08-31}
"""  # noqa: E501


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """The board by commitment, on a ledger that holds the case and what followed."""
    with Ledger.create(tmp_path_factory.mktemp("followed") / "ledger.db") as ledger:
        ledger.import_document(CASE.read_bytes(), name=CASE.name)
        ledger.import_document(FOLLOWED.encode(), name="followed.yaml")
        yield lambda **how: {row["id"]: row for row in ledger.ask("commitments", **how)}


@pytest.mark.parametrize(
    "check", CHECKS, ids=lambda c: f"{c['as_of']}-{c['commitment']}-{c.get('known_by', 'now')}"
)
def test_each_later_check_of_the_reference_comes_out(ask: Ask, check: Mapping[str, Any]) -> None:
    row = ask(as_of=check["as_of"], known_by=check.get("known_by"))[NAMES[check["commitment"]]]

    assert row["clock"] == check["deadline_state"]
    for key in ("condition", "fulfilled", "overdue", "verdict"):
        assert row[key] == check[key], key
    if "flags" in check:
        assert row["flags"] == check["flags"]
    if "current_deadline" in check:
        due = check["current_deadline"]
        assert [str(row["due_lo"]), str(row["due_hi"])] == [due["due_lo"], due["due_hi"]]
    if "vs_original" in check:
        assert row["verdict_vs_original"] == check["vs_original"]
    if "days_late_vs_original" in check:
        late = [row["days_late_vs_original_min"], row["days_late_vs_original_max"]]
        assert late == check["days_late_vs_original"]
    if "fulfilled_on" in check:
        assert str(row["fulfilled_lo"]) == str(row["fulfilled_hi"]) == check["fulfilled_on"]


@pytest.mark.skipif(not CHECKS, reason="the reference encoding is not at hand")
def test_all_later_checks_are_run() -> None:
    assert len(CHECKS) == 5


def test_a_moved_deadline_keeps_both_verdicts(ask: Ask) -> None:
    row = ask(as_of="2021-09-01")["foreign-forces-out"]

    assert (row["verdict"], row["verdict_vs_original"]) == ("kept", "kept-late")
    assert (row["days_late_vs_original_min"], row["days_late_vs_original_max"]) == (91, 122)
    assert row["due_lo"] == row["due_hi"] == dt.date(2021, 8, 31)
    assert row["original_due_lo"] == dt.date(2021, 4, 30)


def test_the_day_of_the_election_narrows_the_deadline_that_hangs_on_it(ask: Ask) -> None:
    assert ask(as_of="2020-10-01")["afghanistan-4000-out"]["due_lo"] == dt.date(2020, 11, 2)


def test_sources_that_disagree_are_named_in_the_reason(ask: Ask) -> None:
    row = ask(as_of="2020-11-20")["us-iraq-3000"]
    assert row["flags"] == ["disputed"]


def test_what_was_not_yet_said_is_not_held_against_the_day(ask: Ask) -> None:
    """In May 2021 nobody knew of the second move."""
    row = ask(then="2021-05-15")["foreign-forces-out"]

    assert (row["verdict"], row["due_lo"]) == ("open", dt.date(2021, 9, 10))
    assert row["flags"] == ["rescheduled"]
