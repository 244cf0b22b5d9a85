"""Status: what this ledger is, how much it holds, how far its views are, which texts lie beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ledger.model.answer import Answer, Column
from ledger.model.event import Event
from ledger.model.history import effective
from ledger.model.records import Source
from ledger.projections import PROJECTIONS
from ledger.projections.sources import TEXTS
from ledger.projector import spec
from ledger.service.asking import standing_of
from ledger.service.clocks import Clocks
from ledger.service.line import Line, line
from ledger.store.codec import decode
from ledger.store.store import Snapshot
from ledger.store.texts import Texts
from ledger.version import VERSION

_TEXT = b'"text_sha256":'
"""What stands in the payload of every source that names its text: no text within it can look so."""

COLUMNS = (
    Column(name="section", help="what part of the answer"),
    Column(name="name", help="what is told"),
    Column(name="value", help="what it is"),
    Column(name="positions", help="the events that it rests on", title="#"),
)


def status(snapshot: Snapshot, texts: Texts, place: str, clocks: Clocks) -> Answer:
    """What this ledger is; none of it depends on the day."""
    head = snapshot.head()
    rows = (
        *_ledger(snapshot, place, head),
        *(line("events", kind, count) for kind, count in sorted(snapshot.counts().items())),
        *(line("views", name, says) for name, says in views(snapshot)),
        *_texts(snapshot, texts),
    )
    return Answer(
        question="status",
        title=f"Ledger {place}",
        columns=COLUMNS,
        rows=rows,
        **clocks.over(head),
        footer=f"status · head {head} · asked {clocks.today}",
        layout="sections",
    )


def _ledger(snapshot: Snapshot, place: str, head: int) -> Iterator[Line]:
    yield line("ledger", "place", place)
    yield line("ledger", "program", VERSION)
    yield line("ledger", "head", head)
    if head:
        first, last = (snapshot.at([position])[0] for position in (1, head))
        yield line("ledger", "first_recorded", first.recorded_at, [1])
        yield line("ledger", "last_recorded", last.recorded_at, [head])
        yield line("ledger", "last_recorder", last.recorder, [head])


def views(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each view and how far it has read."""
    head = snapshot.head()
    for projection in PROJECTIONS:
        done = snapshot.progress(spec(projection))
        if done is None:
            says = "to be built by the next question"
        elif done == head:
            says = f"up to date, at position {head}"
        else:
            says = f"behind, at position {done} of {head}; the next question catches it up"
        yield projection.name, says


def _texts(snapshot: Snapshot, texts: Texts) -> Iterator[Line]:
    found = Counter(standing for _, standing in texts_of(snapshot, texts))
    for standing in TEXTS:
        if found[standing]:
            yield line("texts of sources", standing, found[standing])


def texts_of(snapshot: Snapshot, texts: Texts) -> Iterator[tuple[str, str]]:
    """Each standing source and how its text stands, in order of their ids."""
    sources = sorted(snapshot.of_type(Source.TYPE), key=lambda stored: stored.id)
    touched = {of for of, _ in snapshot.records_about([each.position for each in sources])}
    changed = [each.id for each in sources if each.position in touched]
    # Most sources stand as they were recorded; only the others are looked at with their records.
    history = effective(decode(each) for each in snapshot.history([], ids=changed))
    for stored in sources:
        if stored.position not in touched and _TEXT not in stored.words:
            yield stored.id, "none"
            continue
        event: Event = decode(stored).event
        if stored.position in touched:
            held = history.get(stored.id)
            if held is None or not held.stands:
                continue
            event = held.event
        assert isinstance(event, Source)
        digest = event.text_sha256
        yield stored.id, standing_of(texts, digest) if digest else "none"
