"""Promises and reports in few words, for tests of what follows from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ledger.dates import parse_edtf
from ledger.model.commitment import TARGETS, Commitment, Given
from ledger.model.day import Day, Days, Due
from ledger.model.facts import CommitmentFacts
from ledger.model.report import Report
from ledger.quantities import read_quantity

MADE = "2020-09-09"


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    return dt.date.fromisoformat(text)


def report(on: str, value: str, *, position: int = 50, covers: str = "same") -> Report:
    """A report of a day in EDTF: `report("2020-10", "about 3,000")`."""
    earliest, latest = parse_edtf(on)
    assert latest is not None
    told = read_quantity(value)
    return Report(position=position, id=f"r{position}", earliest=earliest, latest=latest, lo=told.lo,
                  hi=told.hi, raw=value, covers=covers, measure="troops")  # fmt: skip


def promise(
    *reports: Report, made: str = MADE, due: str | None = "2020-09-30", starts: str | None = None,
    given: CommitmentFacts | str | None = None, id: str = "c", **terms: Any,
) -> CommitmentFacts:  # fmt: skip
    """A promise made on a day, due on a day (`lo/hi` for an interval, `vague`, None)."""
    targets: dict[str, Any] = {
        name: read_quantity(terms.pop(name)) for name in TARGETS[:-1] if name in terms
    }
    if "baseline" in terms:
        targets["baseline"] = read_quantity(terms.pop("baseline"))
    aimed = targets.keys() - {"baseline"} or "all_out" in terms
    terms |= {"measure": "troops"} if aimed else {"title": "in words only"}
    made_on = parse_edtf(made)
    due_on: Days = (None, None)
    if due is not None:
        due_on = due_on if due == "vague" else parse_edtf(due)
        terms["due"] = Due(phrase=due, rule="R1", lo=due_on[0], hi=due_on[1], vague=due == "vague")
    if starts is not None:
        terms["starts"] = Day(rule="R1")
    if isinstance(given, str):
        terms["given"] = Given(words=given)
    elif given is not None:
        terms["given"] = Given(commitment=given.id)
    return CommitmentFacts(
        id=id, terms=Commitment(id=id, debtor="us", **targets, **terms), position=10, maker="m",
        maker_type="announcement", by=("us",), earliest=made_on[0], latest=made_on[1],
        due_lo=due_on[0], due_hi=due_on[1], reports=reports,
        starts_hi=parse_edtf(starts)[1] if starts else None,
        conditions=(given,) if isinstance(given, CommitmentFacts) else (),
    )  # fmt: skip
