"""The rules with their examples as a page prints them: docs/dates.md holds what this gives."""

from __future__ import annotations

from ledger.dates.reader import read
from ledger.dates.reading import Reading
from ledger.dates.rules import RULES, SAID, Example

_LOOKS = {"date": "told of the past", "due": "deadline", "ahead": "scheduled"}


def given(example: Example) -> str:
    """What an example is read as, in the words that its `expected` uses."""
    return written(_read(example))


def _read(example: Example) -> Reading:
    return read(example.phrase, anchor=SAID, direction=example.direction,
                calendars=example.calendars)  # fmt: skip


def written(reading: Reading) -> str:
    """A reading in short: its bounds or days, "vague", or how it hangs on an event."""
    if reading.shift is not None:
        return f"{reading.shift.kind} {reading.anchor_event}".strip()
    if reading.vague:
        return "vague"
    if reading.direction == "due":
        return f"{reading.lo}/{reading.hi}"
    return reading.edtf or ""


def tables() -> str:
    """Every rule with its examples, in Markdown."""
    parts = []
    for rule in RULES:
        rows = [f"### {rule.id}: {rule.covers}", "", f"Result: {rule.result}.", "",
                "| phrase | as | reading |", "| --- | --- | --- |"]  # fmt: skip
        for example in rule.examples:
            look = _LOOKS[example.direction]
            named = f", calendar {', '.join(example.calendars)}" if example.calendars else ""
            rows.append(f"| {example.phrase} | {look}{named} | {_shown(_read(example))} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _shown(reading: Reading) -> str:
    shift = reading.shift
    if shift is not None:
        units = ""
        if shift.most:
            count = (
                str(shift.most) if shift.least == shift.most else f"{shift.least} to {shift.most}"
            )
            units = f"{count} {shift.unit}{'s' if shift.most > 1 else ''} "
        bound = f", not after {shift.not_after}" if shift.not_after else ""
        return f"{units}{shift.kind} {reading.anchor_event or 'another event'}{bound}"
    if reading.vague:
        return "no bounds" if reading.earliest is None else f"from {reading.earliest}, no last day"
    if reading.direction != "due":
        return reading.edtf or ""
    if reading.lo == reading.hi:
        return str(reading.hi)
    return f"{reading.lo} … {reading.hi}"
