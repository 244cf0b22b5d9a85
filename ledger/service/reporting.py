"""What came of a verification, as an answer: a row for each part that is right, and each finding."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.evidence.finding import BUNDLE_FINDINGS, CODES, LEDGER_FINDINGS
from ledger.model.answer import Answer, Column, Row
from ledger.service.clocks import Clocks
from ledger.service.verifying import Verified

COLUMNS = (
    Column(name="level", help="ok, warn or danger"),
    Column(name="topic", help="what was verified, or the code of what is wrong"),
    Column(name="where", help="the event, node, view or part that is wrong"),
    Column(name="sentence", help="what was found", title="found"),
)


def report(verified: Verified, place: str, head: int, clocks: Clocks) -> Answer:
    """The outcome as a table; what is wrong comes first."""
    found = verified
    anchored = f"anchored at {found.end.anchored}" if found.end.anchored else "unanchored"
    return Answer(
        question="verify",
        title=f"Verification of {place}",
        columns=COLUMNS,
        rows=tuple(_rows(found)),
        **clocks.over(head),
        footer=f"verify · {found.events} events · {anchored}",
    )


def _row(level: str, topic: str, says: str, where: str | None = None) -> Row:
    return {"level": level, "topic": topic, "where": where, "sentence": says}


def _rows(found: Verified) -> Iterator[Row]:
    for one in found.findings:
        yield _row("danger", one.code, one.sentence, one.where)
    for code, count in found.more.items():
        yield _row("danger", code, f"and {count} more: {CODES[code]}")
    wrong = {one.code for one in found.findings}
    if not wrong & (LEDGER_FINDINGS.keys() | BUNDLE_FINDINGS.keys() | {"file-damaged"}):
        yield _row("ok", "events", f"{found.events} events, every hash as it must be")
    yield _row("warn" if wrong else "ok", "root", found.end.root.hex())
    yield _anchor(found)
    if found.texts and "not-quoted" not in wrong:
        yield _row("ok", "quotations", f"{found.quotations} found in {found.texts} texts at hand")
    elif not found.texts:
        yield _row("warn", "quotations", "no text of a source is at hand to look them up in")
    if found.behind:
        says = f"not compared, since they are behind: {', '.join(found.behind)}"
        yield _row("warn", "views", says)
    elif "view-differs" not in wrong:
        yield _row("ok", "views", f"{found.rows} rows, as the events give them")


def _anchor(found: Verified) -> Row:
    """How far somebody outside can vouch for it."""
    size, end = found.end.anchored, found.end.size
    if size is None:
        says = (
            "unanchored: no checkpoint from outside holds, so all of it could have been made anew"
        )
        return _row("warn", "anchor", says)
    says = f"a checkpoint from outside vouches for positions 1 to {size}"
    if size < end:
        return _row("warn", "anchor", f"{says}, for {size + 1} to {end} none yet")
    return _row("ok", "anchor", says)
