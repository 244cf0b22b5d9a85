"""`pledger when`: how a phrase for a day or a deadline is read, with its working."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from typing import Any

import click
from attrs import evolve

from ledger.cli.door import STATUS, Told, show
from ledger.cli.options import output
from ledger.cli.strip import MEANING, strip
from ledger.dates import (
    Direction,
    Reading,
    UnreadablePhraseError,
    parse_edtf,
    read,
    resolve,
)
from ledger.errors import UsageError
from ledger.model.answer import Answer, Column
from ledger.service.clocks import read_day

COLUMNS = (
    Column(name="section", help="what part of the answer"),
    Column(name="name", help="a bound or a step"),
    Column(name="value", help="what it is"),
    Column(name="positions", help="none: nothing is recorded", shown=False),
)


@click.command(epilog="Example: pledger when 'by May next year' --anchor 2020-09-09")
@click.argument("phrase")
@click.option("--anchor", metavar="DAY", help="The day on which it was said (default: today).")
@click.option("--back", "direction", flag_value="date", help="When something happened.")
@click.option("--ahead", "direction", flag_value="ahead", help="When something is scheduled.")
@click.option("--due", "direction", flag_value="due", default="due",
              help="A deadline (unless told otherwise).")  # fmt: skip
@click.option("--event", metavar="NAME=DAY", multiple=True,
              help="The day, in EDTF, of an event that the phrase hangs on.")  # fmt: skip
@click.option("--calendar", metavar="NAME", multiple=True,
              help="A fiscal calendar by name, such as us-federal or uk.")  # fmt: skip
@output()
@click.pass_obj
def when(
    told: Told,
    phrase: str,
    anchor: str | None,
    direction: Direction,
    event: tuple[str, ...],
    calendar: tuple[str, ...],
    output: str,
) -> None:
    """Show how a phrase is read: interval, rule, other readings. No ledger is needed.

    With - for PHRASE, phrases are read from standard input, one a line; status 6 says that one of
    them cannot be read.
    """
    from ledger import wiring

    today = wiring.now().date()
    day = read_day(anchor, "anchor") if anchor else today
    if phrase == "-":
        many(sys.stdin, day, today, direction, calendar, output)
        return
    reading = read(phrase, anchor=day, direction=direction, calendars=calendar)
    rows = [*_rows(reading, day), *_hung(reading, day, event)]
    if output == "table":
        rows += _strip(rows, due=reading.direction == "due")
    show(_answer(phrase, rows, day, today), output)


LIST = (
    Column(name="phrase", help="as it was given"),
    Column(name="rule", help="the rule that read it"),
    Column(name="edtf", help="what it denotes"),
    Column(name="earliest", help="first day", shown=False),
    Column(name="latest", help="last day", shown=False),
    Column(name="due_lo", help="last day certainly not past due"),
    Column(name="due_hi", help="last day possibly in time"),
    Column(name="hangs_on", help="the event that its days hang on"),
    Column(name="refused", help="why it cannot be read"),
)


def many(
    lines: Iterable[str], day: dt.date, today: dt.date, direction: Direction,
    calendar: tuple[str, ...], output: str,
) -> None:  # fmt: skip
    """Read phrases, one a line, all against one day."""
    rows = [_one(line.strip(), day, direction, calendar) for line in lines if line.strip()]
    show(
        evolve(_answer("", [], day, today), title="Phrases as they are read", columns=LIST,
               rows=tuple(rows), filters={}, layout="table"),
        output,
    )  # fmt: skip
    if any(row["refused"] for row in rows):
        raise click.exceptions.Exit(STATUS["bad-input"])


def _one(
    phrase: str, day: dt.date, direction: Direction, calendar: tuple[str, ...]
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys((column.name for column in LIST), None)
    try:
        reading = read(phrase, anchor=day, direction=direction, calendars=calendar)
    except UnreadablePhraseError as error:
        return {**row, "phrase": phrase, "refused": error.sentence}
    return {
        **row,
        "phrase": phrase,
        "rule": reading.rule,
        "edtf": reading.edtf,
        "earliest": reading.earliest,
        "latest": reading.latest,
        "due_lo": reading.lo,
        "due_hi": reading.hi,
        "hangs_on": (reading.anchor_event or "another event") if reading.shift else None,
    }


def _strip(rows: list[dict[str, Any]], *, due: bool) -> list[dict[str, Any]]:
    """The calendar around the bounds that the rows tell, with what its characters mean."""
    held = {row["name"]: row["value"] for row in rows}
    ends = ("due_lo", "due_hi") if due else ("earliest", "latest")
    cells = list(strip(held.get(ends[0]), held.get(ends[1]), due=due))
    if not cells:
        return []
    found = [_row("calendar", name, text) for name, text in cells]
    return [*found, _row("calendar", "", MEANING["due" if due else "date"])]


def _answer(phrase: str, rows: list[dict[str, Any]], day: dt.date, today: dt.date) -> Answer:
    return Answer(
        question="when",
        title=f"“{phrase}”",
        columns=COLUMNS,
        rows=tuple(rows),
        as_of=day,
        known_by=None,
        recorded_by=0,
        head=0,
        today=today,
        filters={"phrase": phrase},
        footer=f"said on {day}; docs/domain.md, section 4, tells the rules",
        layout="sections",
    )


def _row(section: str, name: str, value: Any) -> dict[str, Any]:
    return {"section": section, "name": name, "value": value, "positions": []}


def _rows(reading: Reading, day: dt.date) -> list[dict[str, Any]]:
    rows = [
        _row("read as", "said on", day),
        _row(
            "read as",
            "direction",
            {"date": "back", "due": "deadline"}.get(reading.direction, "ahead"),
        ),
        _row("read as", "rule", reading.rule),
        _row("read as", "working", reading.explanation),
    ]
    if reading.shift is None:
        rows.append(_row("read as", "denotes", reading.edtf or "no bounds"))
        rows += [
            _row("read as", "earliest", reading.earliest),
            _row("read as", "latest", reading.latest),
        ]
        if reading.direction == "due":
            rows += [_row("deadline", "due_lo", reading.lo), _row("deadline", "due_hi", reading.hi)]
            if reading.vague:
                rows.append(_row("deadline", "bounds", "none: the words set no bounds"))
    rows += [
        _row(
            "other readings",
            other.why,
            f"{other.lo or other.earliest} … {other.hi or other.latest}",
        )
        for other in reading.alternatives
    ]
    return rows


def _hung(reading: Reading, day: dt.date, events: tuple[str, ...]) -> list[dict[str, Any]]:
    """The days of a phrase that hangs on an event, where that event's day was given."""
    given = {}
    for text in events:
        name, equals, when_ = text.rpartition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"--event: {text!r} is no NAME=DAY", hint="--event election=2020-11-03"
            )
        given[name.strip().casefold()] = parse_edtf(when_.strip())
    if reading.shift is None:
        if given:
            raise UsageError(
                f"{reading.phrase!r} does not hang on an event", hint="leave --event out"
            )
        return []
    name = reading.anchor_event or "another event"
    days = given.get(name.casefold()) or (next(iter(given.values())) if len(given) == 1 else None)
    if days is None:
        return [_row("deadline" if reading.direction == "due" else "day", "bounds",
                     f"none until {name} has a day: --event '{name}=DAY'")]  # fmt: skip
    first, last = resolve(
        reading.shift, earliest=days[0], latest=days[1], anchor=day, direction=reading.direction
    )
    if reading.direction == "due":
        return [_row("deadline", "due_lo", first), _row("deadline", "due_hi", last)]
    return [_row("day", "earliest", first), _row("day", "latest", last)]
