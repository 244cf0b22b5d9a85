"""Ledgers as life makes them: found late, corrected, corrected again, taken back, put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from ledger.errors import ConflictError, InputRefusedError
from ledger.model.records import Correction
from tests.telling import Telling

Document = dict[str, Any]
Drawn = tuple[int, int, int, int]

BASE = """
- {type: source, id: wire, title: First, publisher: The Wire, published: 2020-09-09}
- {type: source, id: paper, title: Second, publisher: The Paper, published: 2020-10}
- {type: actor, id: us, name: United States, kind: state}
- {type: actor, id: them, name: The Others, kind: organisation}
- {type: measure, id: all-forces, unit: troops, place: There}
- {type: measure, id: some-forces, unit: troops, part_of: all-forces}
- {type: measure, id: few-forces, unit: troops}
- {type: occurrence, id: vote, name: a vote, kind: election, source: wire, date: 2020-11, scheduled: yes}
- type: announcement
  id: first-words
  source: wire
  speaker: us
  quote: we will have 3000 by the end of 2020
  commits:
    - {id: first, debtor: us, measure: some-forces, at_most: 3000, due: by the end of 2020}
    - {id: second, debtor: us, creditor: them, measure: all-forces, all_out: yes, due: {phrase: ahead of the vote, event: vote}, given: {commitment: first}}
- {type: level, id: first-level, source: wire, measure: some-forces, value: 5000}
"""  # noqa: E501

AGAIN = """
- type: announcement
  id: again-words
  source: wire
  speaker: us
  quote: never more than 3000, month by month
  commits:
    - {id: again, debtor: us, mode: recurring, every: month, measure: some-forces, at_most: 3000}
    - {id: hung, debtor: them, measure: few-forces, at_most: 3000, given: {commitment: again}}
    - {id: owed, title: pay, debtor: them, creditor: us, given: {commitment: first}}
"""
"""A duty that comes again and is counted, and what hangs on it or on another, counted or not."""

DATES = ("2020-08", "2020-09-20", "2020-10-01/2020-11-15", "2020-12", "../2020-09-30", "2021-02-01")
VALUES = ("2000", "about 3,000", "more than 3,000", "4500", "0", "thousands", "fewer than 900")
TARGETS = ({"at_most": "3000"}, {"at_least": "2500"}, {"down_by": "1000"}, {"all_out": "yes"},
           {"between": "1000 to 2000"}, {"up_by": "500"})  # fmt: skip
DUES = ("by the end of 2020", "by mid-October", "until further notice", "by 31 October 2020")
MODES = ("achieve", "maintain", "avoid", "best_efforts")


def pick(options: Sequence[Any], number: int) -> Any:
    """One of the options."""
    return options[number % len(options)]


def ids(told: Telling, *types: str) -> list[str]:
    """The ids of all events of these types; of all events where none is named."""
    return [each.id for each in told.recorded if not types or each.type in types]


def commitments(told: Telling) -> list[str]:
    """The ids of all commitments."""
    return [terms.id for each in told.recorded for terms in getattr(each.event, "commits", ())]


def hung(told: Telling, a: int) -> Document:
    """A day that hangs on something that happened."""
    phrase = pick(("several days later", "a week after it", "ahead of it"), a)
    return {"phrase": phrase, "event": pick(ids(told, "occurrence"), a)}


def date(told: Telling, a: int) -> Any:
    """A day of some kind."""
    return hung(told, a) if a % 3 == 0 else pick(DATES, a)


def terms(told: Telling, drawn: Drawn, id: str) -> Document:
    """What is promised."""
    a, b, c, d = drawn
    made: Document = {"id": id, "debtor": pick(("us", "them"), a), "mode": pick(MODES, d),
                      "measure": pick(ids(told, "measure"), b), **pick(TARGETS, c)}  # fmt: skip
    if d % 5:
        made["due"] = {"phrase": "ahead of it", "event": pick(ids(told, "occurrence"), c)} \
            if a % 4 == 0 else pick(DUES, a)  # fmt: skip
    if b % 3 == 0:
        made["given"] = {"commitment": pick(commitments(told), d)}
    if c % 6 == 5:
        made |= {"mode": "recurring", "every": pick(("month", "2 weeks", "quarter"), d)}
    return made


def announcement(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, _, d = drawn
    return {"type": "announcement", "id": id, "source": pick(ids(told, "source"), b),
            "date": date(told, d), "speaker": pick(("us", "them", {"described": "an aide"}), a),
            "says": "so it will be", "place": pick((None, "Here"), a),
            "commits": [terms(told, drawn, f"{id}-c")]}  # fmt: skip


def level(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, d = drawn
    return {"type": "level", "id": id, "source": pick(ids(told, "source"), a),
            "date": date(told, d), "measure": pick(ids(told, "measure"), b),
            "value": pick(VALUES, c), "scope": pick((None, None, "some of them"), a)}  # fmt: skip


def withdrawal(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, d = drawn
    return {"type": "withdrawal", "id": id, "source": "wire", "date": date(told, a),
            "actor": pick(("us", "them"), b), "measure": pick(ids(told, "measure"), c),
            "level_after": pick(VALUES, d)}  # fmt: skip


def occurrence(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, _ = drawn
    return {"type": "occurrence", "id": id, "name": f"thing {id}", "source": "paper",
            "date": date(told, a), "actors": [pick(("us", "them"), b)],
            "relations": [{"rel": pick(("after", "explains"), c), "to": pick(ids(told), c)}]}  # fmt: skip


def measure(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, _, _ = drawn
    whole = pick([None, *ids(told, "measure")], b)
    return {"type": "measure", "id": id, "unit": "troops", "part_of": whole,
            "place": pick((None, "Far"), a)}  # fmt: skip


def source(told: Telling, drawn: Drawn, id: str) -> Document:
    a, _, _, _ = drawn
    return {"type": "source", "id": id, "title": id, "published": pick(("2020-08", "2020-12-01"), a),
            "publisher": pick((None, "The Other"), a)}  # fmt: skip


def change(told: Telling, target: str, kind: str, drawn: Drawn) -> Document:
    """New values for one field of an event."""
    a, b, c, d = drawn
    measures, sources = ids(told, "measure"), ids(told, "source")
    options: dict[str, list[Document]] = {
        "source": [{"published": pick(DATES[:4], c)}, {"publisher": pick(("none", "X"), c)}],
        "actor": [{"name": pick(("U.S.", "Them"), c)}],
        "measure": [{"part_of": pick([*measures, "none"], c)}, {"place": pick(("none", "Near"), c)}],
        "occurrence": [{"date": date(told, c)}, {"name": "renamed"}],
        "level": [{"measure": pick(measures, c)}, {"value": pick(VALUES, c)},
                  {"date": date(told, c)}, {"source": pick(sources, c)},
                  {"scope": pick(("none", "part"), c)}],
        "withdrawal": [{"measure": pick(measures, c)}, {"level_after": pick(VALUES, c)},
                       {"date": date(told, c), "measure": pick(measures, d)}],
    }  # fmt: skip
    made = commitments(told)
    own = [terms.id for terms in getattr(told.event(target), "commits", ())]
    for path in (f"commits.{id}" for id in own):
        options.setdefault(kind, []).extend([
            {f"{path}.measure": pick(measures, c)},
            {f"{path}.due": pick(DUES, c)},
            {f"{path}.due": {"phrase": "ahead of it", "event": pick(ids(told, "occurrence"), c)}},
            {f"{path}.given": pick(["none", {"commitment": pick(made, c)}], d)},
            {f"{path}.debtor": pick(("us", "them"), c)},
            {f"{path}.mode": pick(MODES, c)},
            {"date": date(told, c)}, {"speaker": pick(("us", "them"), c)},
            {"source": pick(sources, c)},
        ])  # fmt: skip
    found: Document = pick(options.get(kind, [{"reason": f"another, {c}"}]), a + b)
    return found


def correction(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, d = drawn
    of = pick(ids(told)[::-1], a)
    return _correction(told, of, (b, a, c, d), id)


def correction_again(told: Telling, drawn: Drawn, id: str) -> Document:
    """Of what was corrected or is one, so that they pile up."""
    a, b, c, d = drawn
    piled = [each.event.of for each in told.recorded if isinstance(each.event, Correction)]
    piled += ids(told, "correction")
    return _correction(told, pick([*piled, "first-level", "some-forces"], a), (b, a, c, d), id)


def elsewhere(told: Telling, drawn: Drawn, id: str) -> Document:
    """A report or a part is put elsewhere; where one was already, that correction is corrected."""
    a, b, c, _ = drawn
    field = pick(("measure", "part_of"), a)
    moved = [each.id for each in told.recorded
             if isinstance(each.event, Correction) and field in each.event.set]  # fmt: skip
    first = ids(told, "level", "withdrawal") if field == "measure" else ids(told, "measure")
    of, path = (pick(moved, b), f"set.{field}") if moved and b % 4 else (pick(first, b), field)
    return {"type": "correction", "id": id, "of": of, "reason": "misread",
            "set": {path: pick(ids(told, "measure"), c)}}  # fmt: skip


def _correction(told: Telling, of: str, drawn: Drawn, id: str) -> Document:
    event = told.event(of)
    assert event is not None
    if isinstance(event, Correction):
        below = told.event(event.of)
        assert below is not None
        fresh = change(told, event.of, below.TYPE, drawn)
        changes = {f"set.{path}": value for path, value in fresh.items()}
    else:
        changes = change(told, of, event.TYPE, drawn)
    return {"type": "correction", "id": id, "of": of, "set": changes, "reason": "inexact"}


def retraction(told: Telling, drawn: Drawn, id: str) -> Document:
    return {"type": "retraction", "id": id, "of": pick(ids(told)[::-1], drawn[0]), "reason": "no"}


def amendment(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, d = drawn
    proposals = [each.id for each in told.recorded if each.type == "amendment"]
    changed: Document = pick(
        (
            {"due": pick(DUES, b)},
            {"due": {"phrase": "ahead of it", "event": pick(ids(told, "occurrence"), b)}},
            {"due": "none"},
            {"given": "none"},
            {"given": {"commitment": pick(commitments(told), b)}},
            {"measure": pick(ids(told, "measure"), b), **pick(TARGETS, c)},
            {"scope": pick(("all", "some"), b)},
            {"debtor": pick(("us", "them"), b)},
        ),
        d,
    )
    adopts = pick([None, None, *proposals], b)
    return {"type": "amendment", "id": id, "commitment": pick(commitments(told), a),
            "source": pick(ids(told, "source"), b), "date": date(told, c),
            "made_by": pick(("debtor", "creditor", "mutual", "third"), c),
            "status": pick(("adopted", "adopted", "proposed"), a), "adopts": adopts,
            "relations": [{"rel": "after", "to": pick(proposals, b)}] if proposals and b % 2 else [],
            **changed}  # fmt: skip


def turn(told: Telling, drawn: Drawn, id: str) -> Document:
    """Something else in the life of a commitment."""
    a, b, c, d = drawn
    made: Document = pick(
        (
            {"type": "fulfilment", "degree": pick(("full", "partial", "none"), c)},
            {"type": "breach", "actor": pick(("us", "them"), c)},
            {"type": "suspension"},
            {"type": "resumption"},
            {"type": "condition", "met": pick(("yes", "no"), c)},
            {"type": "rescission"},
            {"type": "release"},
            {"type": "supersession", "by_commitment": pick(commitments(told), c)},
            {"type": "assessment", "assessor": "them", "verdict": pick(("kept", "broken"), c)},
        ),
        d,
    )
    return {"id": id, "commitment": pick(commitments(told), a), "source": pick(ids(told, "source"), b),
            "date": date(told, c), **made}  # fmt: skip


def corroboration(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, d = drawn
    of = pick([*ids(told, "occurrence", "level", "announcement"), *commitments(told)], a)
    event = told.event(of)
    kind = event.TYPE if event is not None and of not in commitments(told) else "commitment"
    given: Document = {
        "level": {"value": pick(VALUES, c)},
        "commitment": {"due": pick(DUES, c)},
    }.get(kind, {"date": pick(DATES, c)})
    return {"type": "corroboration", "id": id, "of": of, "source": pick(ids(told, "source"), b),
            "date": pick(DATES[:4], d), "set": given if d % 3 else None}  # fmt: skip


def source_update(told: Telling, drawn: Drawn, id: str) -> Document:
    a, b, c, _ = drawn
    return {"type": "source_update", "id": id, "source": pick(ids(told, "source"), a),
            "change": pick(("retracted", "edited"), b), "date": pick(DATES[:4], c)}  # fmt: skip


def report(told: Telling, drawn: Drawn, id: str) -> Document:
    """A level on one of many days, or some time between two of them."""
    a, b, c, d = drawn
    first = dt.date(2020, 8, 15) + dt.timedelta(days=3 * a)
    last = first + dt.timedelta(days=b) if d % 3 == 0 else first
    return {"type": "level", "id": id, "source": pick(ids(told, "source"), d),
            "date": f"{first}/{last}", "measure": pick(
                ("some-forces", "some-forces", "all-forces", *ids(told, "measure")), b),
            "value": pick(VALUES, c)}  # fmt: skip


def said_of_a_report(told: Telling, drawn: Drawn, id: str) -> Document:
    """A level is confirmed, corrected or taken back, or loses its source."""
    a, b, c, d = drawn
    of = pick(ids(told, "level"), a)
    made: Document = pick(
        (
            {
                "type": "corroboration",
                "source": pick(ids(told, "source"), b),
                "date": pick(DATES[:4], c),
                "set": {"value": pick(VALUES, c)} if b % 2 else None,
            },
            {"type": "corroboration", "source": pick(ids(told, "source"), b), "date": "2020-12"},
            {"type": "correction", "set": {"value": pick(VALUES, c)}, "reason": "misread"},
            {"type": "correction", "set": {"date": pick(DATES, c)}, "reason": "misread"},
            {"type": "retraction", "reason": "no"},
        ),
        d,
    )
    return {"id": id, "of": of, **made}


STEPS: tuple[Callable[[Telling, Drawn, str], Document], ...] = (
    announcement, level, level, withdrawal, occurrence, measure, source, correction, correction,
    correction_again, correction_again, elsewhere, elsewhere, retraction, retraction, amendment,
    amendment, turn, turn, turn, corroboration, corroboration, source_update,
)  # fmt: skip

_number = st.integers(0, 60)
steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.tuples(_number, _number, _number, _number)), max_size=18
)


def lived(
    drawn: Sequence[tuple[Callable[[Telling, Drawn, str], Document], Drawn]], *more: str
) -> Telling:
    """The ledger that these steps lead to; what the way in or the history refuses did not happen."""
    told = Telling(BASE, *more)
    for number, (step, numbers) in enumerate(drawn):
        try:
            told.tell([step(told, numbers, f"x{number}")])
        except (InputRefusedError, ConflictError):
            continue
    return told


ledgers = steps.map(lived)
"""Ledgers of ten events to begin with and up to eighteen more."""

TURNS: tuple[Callable[[Telling, Drawn, str], Document], ...] = (
    amendment, amendment, amendment, turn, turn, turn, level, level, occurrence, corroboration,
    source_update, announcement,
)  # fmt: skip

eventful = st.lists(
    st.tuples(st.sampled_from(TURNS), st.tuples(_number, _number, _number, _number)),
    min_size=4, max_size=14,
).map(lived)  # fmt: skip
"""Ledgers in which the commitments change much and the records little."""

REPORTS: tuple[Callable[[Telling, Drawn, str], Document], ...] = (
    report, report, report, report, report, said_of_a_report, said_of_a_report, source,
    source_update, measure, elsewhere, amendment,
)  # fmt: skip

reported = st.lists(
    st.tuples(st.sampled_from(REPORTS), st.tuples(_number, _number, _number, _number)),
    min_size=6, max_size=20,
).map(lambda drawn: lived(drawn, AGAIN))  # fmt: skip
"""Ledgers in which much is reported of what was promised, in whatever order."""
