"""The same work in another event store, eventsourcing on SQLite: a program that is told what to do.

Run by the interpreter of an environment where that library is; imports nothing of the ledger. Each
line in is a JSON object with `do` and what belongs to it; each line out one with the `seconds` that
it took, and the `count` of events. Its whole stack is used: aggregates saved through an application,
read through its notification log or its repository, and followed by a process application, which
records what it made of each event together with how far it has come.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.system import ProcessApplication

ACROSS = 10
"""Over so many aggregates a batch is spread."""


class Dossier(Aggregate):
    """What is told about one subject."""

    def __init__(self) -> None:
        self.count = 0

    @event("Told")
    def tell(self, kind: str, what: dict[str, Any]) -> None:
        """Something is told about it."""
        self.count += 1


class Tally(Aggregate):
    """How many were told."""

    def __init__(self) -> None:
        self.count = 0

    @event("Counted")
    def add(self, kind: str) -> None:
        """One more."""
        self.count += 1


class Dossiers(Application[UUID]):
    """What is told."""

    log_section_size = 1000


class Tallies(ProcessApplication[UUID]):
    """What is made of it: a count, recorded in one transaction with the progress."""

    pull_section_size = 1000
    tally: UUID | None = None

    @singledispatchmethod
    def policy(self, domain_event: Any, processing_event: Any) -> None:
        """What is done about an event."""

    @policy.register(Dossier.Told)
    def _(self, domain_event: Any, processing_event: Any) -> None:
        if self.tally is None:
            tally = Tally()
            self.tally = tally.id
        else:
            tally = self.repository.get(self.tally)
        tally.add(domain_event.kind)
        processing_event.collect_events(tally)


class Peer:
    """Does what it is told."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []
        self.next = 0

    def load(self, path: str, most: int) -> int:
        """Read the events to tell from a JSON Lines document."""
        with Path(path).open(encoding="utf-8") as file:
            for line in file:
                self.documents.append(json.loads(line))
                if len(self.documents) == most:
                    break
        return len(self.documents)

    def take(self, count: int) -> Iterator[dict[str, Any]]:
        """The next events, from the beginning again at the end."""
        for _ in range(count):
            yield self.documents[self.next % len(self.documents)]
            self.next += 1

    def open(self, path: str) -> int:
        """A new database."""
        self.path = path
        self.app = Dossiers(env=environment(path))
        self.one_dossier = Dossier()
        self.app.save(self.one_dossier)
        self.followed = 0
        self.number = 0
        return 0

    def one(self, count: int) -> int:
        """Each event in a transaction of its own."""
        for what in list(self.take(count)):
            self.one_dossier.tell(kind=what["type"], what=what)
            self.app.save(self.one_dossier)
        return count

    def batch(self, count: int, size: int = 1000) -> int:
        """Batches of events, each over several aggregates in one transaction."""
        for _ in range(0, count, size):
            dossiers = [Dossier() for _ in range(ACROSS)]
            for number, what in enumerate(self.take(size - ACROSS)):
                dossiers[number % ACROSS].tell(kind=what["type"], what=what)
            self.app.save(*dossiers)
        return count

    def replay(self) -> int:
        """Read every event, made a domain event again, and count by kind."""
        counts: dict[str, int] = {}
        found, start = 0, 1
        while notifications := self.app.recorder.select_notifications(start=start, limit=1000):
            for each in notifications:
                told = self.app.mapper.to_domain_event(each)
                kind = getattr(told, "kind", "")
                counts[kind] = counts.get(kind, 0) + 1
                found += 1
            start = notifications[-1].id + 1
        return found

    def history(self, count: int) -> int:
        """The whole of one subject, as the repository gives it."""
        if getattr(self, "subject", None) is None:
            dossier = Dossier()
            for what in self.take(count - 1):
                dossier.tell(kind=what["type"], what=what)
            self.app.save(dossier)
            self.subject = dossier.id
            return 0
        found: Dossier = self.app.repository.get(self.subject)
        return found.count + 1

    def follow(self, count: int, batch: int) -> int:
        """From nothing to the head, or on by so many events, as a process application follows."""
        if not hasattr(self, "tallies"):
            self.number += 1
            self.tallies = Tallies(
                env=environment(f"{self.path}-tallies{self.number}", cached=True)
            )
            self.tallies.follow(Dossiers.name, self.app.notification_log)
            self.followed = 0
        last = min(self.followed + count, self.app.recorder.max_notification_id() or 0)
        before = self.followed
        while self.followed < last:
            to = min(last, self.followed + batch)
            self.tallies.pull_and_process(Dossiers.name, start=self.followed, stop=to)
            self.followed = to
        return last - before

    def forget(self) -> int:
        """Let go of what was made of the events: the next one begins from nothing."""
        if hasattr(self, "tallies"):
            self.tallies.close()
            del self.tallies
        return 0


def environment(path: str, *, cached: bool = False) -> dict[str, str]:
    """Its settings: SQLite in a file, and aggregates held in memory by the one that follows."""
    found = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path}
    if cached:
        found |= {"AGGREGATE_CACHE_MAXSIZE": "100", "AGGREGATE_CACHE_FASTFORWARD": "n"}
    return found


def main() -> None:
    """Answer the lines of standard input."""
    peer = Peer()
    out = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        asked = json.loads(line)
        work: Callable[..., int] = getattr(peer, asked.pop("do"))
        begun = time.perf_counter()
        count = work(**asked)
        print(json.dumps({"seconds": time.perf_counter() - begun, "count": count}), file=out,
              flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
