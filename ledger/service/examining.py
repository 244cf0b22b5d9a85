"""Examining: whether anything about the program, the machine or the ledger endangers the record."""

from __future__ import annotations

import datetime as dt
import platform
import sys
from collections.abc import Iterator

from attrs import frozen

from ledger.model.answer import Answer, Column
from ledger.model.event_types import BY_NAME
from ledger.service.clocks import Clocks
from ledger.service.status import texts_of, views
from ledger.store.driver import driver, journal, wal_is_safe
from ledger.store.store import Snapshot
from ledger.store.texts import Texts

STATES = ("fine", "note", "danger")
"""As it should be; worth knowing; a danger to what is recorded or to what is answered."""

SKEW = dt.timedelta(minutes=5)
"""So far may the clocks of two machines that record in turn stand apart."""

COLUMNS = (
    Column(name="state", help=f"one of {', '.join(STATES)}"),
    Column(name="subject", help="what was looked at"),
    Column(name="says", help="what was found"),
    Column(name="hint", help="what to do about it"),
)


@frozen(kw_only=True)
class Finding:
    """One thing that was looked at, and how it stands: one of `STATES`."""

    state: str
    subject: str
    says: str
    hint: str | None = None


def examine(snapshot: Snapshot, texts: Texts, *, now: dt.datetime) -> Iterator[Finding]:
    """Everything that can be seen without reading every event; `pledger verify` reads them all."""
    yield from _program()
    yield from _types(snapshot)
    yield from _positions(snapshot)
    yield from _clock(snapshot, now)
    yield from _views(snapshot)
    yield from _texts(snapshot, texts)


def _program() -> Iterator[Finding]:
    yield Finding(
        state="fine",
        subject="Python",
        says=f"{platform.python_implementation()} {platform.python_version()}, {sys.platform}",
    )
    mode, synchronous = journal()
    version = driver.sqlite_version
    if wal_is_safe():
        says = f"{version} ({driver.__name__}), journal {mode}, synchronous {synchronous}"
        yield Finding(state="fine", subject="SQLite", says=says)
    else:
        yield Finding(
            state="note",
            subject="SQLite",
            says=f"{version} ({driver.__name__}) can damage a file in WAL mode, so the ledger is kept "
            f"with journal {mode}, synchronous {synchronous}: as safe, but slower",
            hint="pip install pysqlite3, or a Python with SQLite 3.51.3 or newer",
        )


def _types(snapshot: Snapshot) -> Iterator[Finding]:
    unknown = sorted(
        f"{type} (schema {schema})"
        for type, schema in snapshot.types()
        if type not in BY_NAME or schema > BY_NAME[type].SCHEMA
    )
    if unknown:
        yield Finding(
            state="danger",
            subject="event types",
            says=f"this program does not know {', '.join(unknown)}: its answers would leave them out",
            hint="use the newer program that recorded them",
        )
    else:
        yield Finding(state="fine", subject="event types", says="every stored type is known")


def _positions(snapshot: Snapshot) -> Iterator[Finding]:
    head, count = snapshot.head(), sum(snapshot.counts().values())
    if count == head:
        yield Finding(state="fine", subject="positions", says=f"1 to {head} without a gap")
    else:
        yield Finding(
            state="danger",
            subject="positions",
            says=f"the ledger ends at position {head} and holds {count} events: some were removed",
            hint="go back to a backup",
        )


def _clock(snapshot: Snapshot, now: dt.datetime) -> Iterator[Finding]:
    head = snapshot.head()
    last = snapshot.at([head])[0].recorded_at if head else now
    if last > now + SKEW:
        yield Finding(
            state="danger",
            subject="clock",
            says=f"the last event was recorded at {last:%Y-%m-%d %H:%M} UTC, this machine says "
            f"{now:%Y-%m-%d %H:%M} UTC: new events would bear the time of the last one",
            hint="set this machine's clock",
        )
    else:
        yield Finding(state="fine", subject="clock", says="not behind the last event")


def _views(snapshot: Snapshot) -> Iterator[Finding]:
    behind = [f"{name}: {says}" for name, says in views(snapshot) if not says.startswith("up to")]
    if behind:
        yield Finding(state="note", subject="views", says="; ".join(behind), hint="pledger rebuild")
    else:
        yield Finding(state="fine", subject="views", says="up to date")


def _texts(snapshot: Snapshot, texts: Texts) -> Iterator[Finding]:
    standing = list(texts_of(snapshot, texts))
    changed = [id for id, how in standing if how == "changed"]
    missing = [id for id, how in standing if how == "not at hand"]
    if changed:
        yield Finding(
            state="danger",
            subject="texts",
            says=f"not the text that the record names: {', '.join(changed)}",
            hint="put the text beside the ledger again: pledger source text ID FILE",
        )
    if missing:
        yield Finding(
            state="note",
            subject="texts",
            says=f"not beside the ledger: {', '.join(missing)}",
            hint="pledger source text ID FILE",
        )
    if not changed and not missing:
        yield Finding(state="fine", subject="texts", says="every text that is named is at hand")


def report(findings: list[Finding], head: int, clocks: Clocks) -> Answer:
    """The findings as an answer."""
    return Answer(
        question="doctor",
        title="What endangers the record",
        columns=COLUMNS,
        rows=tuple(
            {"state": one.state, "subject": one.subject, "says": one.says, "hint": one.hint}
            for one in findings
        ),
        as_of=clocks.as_of,
        known_by=clocks.known_by,
        recorded_by=head,
        head=head,
        today=clocks.today,
        footer=f"doctor · head {head} · asked {clocks.today}",
    )
