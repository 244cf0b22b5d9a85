"""Examining: whether anything about the program, the machine or the ledger endangers the record."""

from __future__ import annotations

import datetime as dt
import platform
import sys
from collections.abc import Iterable, Iterator

from attrs import asdict

from ledger.model.answer import Answer, Column
from ledger.service.status import texts_of, views
from ledger.store.finding import Finding
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

SKEW = dt.timedelta(minutes=5)
"""So far may the clocks of two machines that record in turn stand apart."""

COLUMNS = (
    Column(name="level", help="ok, warn or danger"),
    Column(name="topic", help="what was looked at"),
    Column(name="sentence", help="what was found", title="found"),
    Column(name="hint", help="what to do about it"),
)

LEVELS = ("danger", "warn", "ok")


def examine(snapshot: Snapshot, texts: Texts, *, now: dt.datetime) -> Iterator[Finding]:
    """What can be seen above the store: the program, the clock, the views, the texts of sources."""
    yield from _program()
    yield from _clock(snapshot, now)
    yield from _views(snapshot)
    yield from _texts(snapshot, texts)


def _program() -> Iterator[Finding]:
    yield Finding(
        level="ok",
        topic="python",
        sentence=f"{platform.python_implementation()} {platform.python_version()}, {sys.platform}",
    )


def _clock(snapshot: Snapshot, now: dt.datetime) -> Iterator[Finding]:
    head = snapshot.head()
    last = snapshot.at([head])[0].recorded_at if head else now
    if last > now + SKEW:
        yield Finding(
            level="danger",
            topic="clock",
            sentence=f"the last event was recorded at {last:%Y-%m-%d %H:%M} UTC, this machine says "
            f"{now:%Y-%m-%d %H:%M} UTC: new events would bear the time of the last one",
            hint="set this machine's clock",
        )
    else:
        yield Finding(level="ok", topic="clock", sentence="not behind the last event")


def _views(snapshot: Snapshot) -> Iterator[Finding]:
    behind = [f"{name}: {says}" for name, says in views(snapshot) if not says.startswith("up to")]
    if behind and snapshot.head():
        yield Finding(
            level="warn", topic="views", sentence="; ".join(behind), hint="pledger rebuild"
        )
    else:
        yield Finding(level="ok", topic="views", sentence="up to date")
    if snapshot.unused_views():
        yield Finding(
            level="warn",
            topic="views",
            sentence="an unfinished rebuild has left rows that no question reads, or one goes on now",
            hint="if none goes on: pledger rebuild",
        )


def _texts(snapshot: Snapshot, texts: Texts) -> Iterator[Finding]:
    standing = list(texts_of(snapshot, texts))
    changed = [id for id, how in standing if how == "changed"]
    missing = [id for id, how in standing if how == "not at hand"]
    if changed:
        yield Finding(
            level="danger",
            topic="texts",
            sentence=f"not the text that the record names: {', '.join(changed)}",
            hint="put the text beside the ledger again: pledger source text ID FILE",
        )
    if missing:
        yield Finding(
            level="warn",
            topic="texts",
            sentence=f"not beside the ledger: {', '.join(missing)}",
            hint="pledger source text ID FILE",
        )
    if not changed and not missing:
        yield Finding(level="ok", topic="texts", sentence="every text that is named is at hand")


def report(findings: Iterable[Finding], *, head: int, today: dt.date) -> Answer:
    """The findings as an answer, worst first."""
    return Answer(
        question="doctor",
        title="What endangers the record",
        columns=COLUMNS,
        rows=tuple(
            asdict(one) for one in sorted(findings, key=lambda one: LEVELS.index(one.level))
        ),
        as_of=today,
        known_by=None,
        recorded_by=head,
        head=head,
        today=today,
        footer=f"doctor · head {head} · asked {today}",
    )
