"""Tags follow from an event's fields, and a record about a record touches what that touches."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.model.event import Event
from ledger.model.paths import overlaid, patched
from ledger.model.records import Correction
from ledger.model.tags import declared_by, tags_of
from ledger.projector import touched
from tests.model.golden_examples import EXAMPLES, Example
from tests.telling import Telling

BY_ID = {example.id: example.decoded().event for example in EXAMPLES}

LEVEL = """
- {type: source, id: wire, title: T, published: 2020-09-09}
- {type: measure, id: north, unit: troops}
- {type: measure, id: south, unit: troops}
- {type: measure, id: west, unit: troops}
- {type: level, id: many, source: wire, measure: north, value: 100}
"""


def of_kind(event: Event, *kinds: str) -> set[str]:
    """The tags of these kinds; others may be added for finding things."""
    return {tag for tag in tags_of(event) if tag.partition(":")[0] in kinds}


REFERRING = ("actor", "measure", "source", "commitment", "event", "re", "tag")


@pytest.mark.parametrize(
    ("id", "wanted"),
    [
        ("wire-2020-09-09", {"source:wire-2020-09-09"}),
        ("paper-2020-09-10", {"source:paper-2020-09-10", "tag:second-hand"}),
        ("united-states", {"actor:united-states", "source:wire-2020-09-09"}),
        ("general-misspelt", {"actor:general", "source:wire-2020-09-09"}),
        ("forces/us", {"measure:forces/us", "measure:forces/all"}),
        (
            "reduction",
            {"actor:general", "actor:united-states", "actor:taliban", "source:wire-2020-09-09",
             "commitment:us-3000", "measure:forces/us", "re:deal", "tag:withdrawal",
             "tag:autumn"},
        ),
        (
            "reduction-by-paper",
            {"actor:united-states", "source:paper-2020-09-10", "source:wire-2020-09-09",
             "commitment:more-home"},
        ),
        (
            "deal",
            {"actor:united-states", "actor:taliban", "source:wire-2020-09-09",
             "measure:forces/all", "commitment:all-forces-out", "commitment:guarantees"},
        ),
        (
            "ahead-of-the-election",
            {"actor:united-states", "source:wire-2020-09-09", "measure:forces/us",
             "event:election", "commitment:us-4000-out", "commitment:us-back",
             "commitment:us-floor", "commitment:us-band"},
        ),
        ("second-out", {"event:first-out", "source:wire-2020-09-09"}),
        ("attack", {"actor:taliban", "source:wire-2020-09-09"}),
        ("talks", {"actor:united-states", "actor:taliban", "source:monthly-2020-10"}),
        ("us-level", {"measure:forces/us", "source:wire-2020-09-09"}),
        ("quote-corrected", {"event:reduction"}),
        ("paper-retracted", {"event:paper-2020-09-10"}),
    ],
)  # fmt: skip
def test_an_event_touches_what_its_fields_refer_to(id: str, wanted: set[str]) -> None:
    """Ids in fields that refer to something, the writer's own marks, and what it declares."""
    assert of_kind(BY_ID[id], *REFERRING) == wanted


def test_an_event_declares_the_commitments_it_makes() -> None:
    """Their ids are unique together with those of events."""
    assert declared_by(BY_ID["deal"]) == ("all-forces-out", "guarantees")
    assert declared_by(BY_ID["attack"]) == ()


def touches(told: Telling, id: str) -> set[str]:
    """The measures and events that an event touches, through what it is about too."""
    by_id = {recorded.id: recorded for recorded in told.recorded}
    tags = touched(by_id[id], by_id)
    return {tag for tag in tags if tag.startswith(("measure:", "event:"))}


def test_a_correction_touches_what_it_corrects_and_what_its_new_values_name() -> None:
    """The old measure loses the report, the new one gains it."""
    told = Telling(LEVEL)
    told.tell([{"type": "correction", "id": "moved", "of": "many", "set": {"measure": "south"},
                "reason": "misread"}])  # fmt: skip

    assert touches(told, "moved") == {"measure:north", "measure:south", "event:many"}


def test_a_correction_of_a_correction_touches_what_the_corrected_one_now_names() -> None:
    """Its own fields say it only by a path."""
    told = Telling(LEVEL)
    told.tell([{"type": "correction", "id": "moved", "of": "many", "set": {"measure": "south"},
                "reason": "misread"}])  # fmt: skip
    told.tell([{"type": "correction", "id": "moved-again", "of": "moved",
                "set": {"set.measure": "west"}, "reason": "misread too"}])  # fmt: skip
    told.tell([{"type": "retraction", "id": "undone", "of": "moved-again", "reason": "no"}])

    events = {"event:many", "event:moved"}
    places = {"measure:north", "measure:south", "measure:west"}
    assert touches(told, "moved-again") == events | places
    assert touches(told, "undone") == events | places | {"event:moved-again"}


def test_a_correction_of_what_is_not_at_hand_touches_what_it_names_itself() -> None:
    """The store refuses it; the tags do not fail first."""
    correction = Correction(id="c", of="gone", reason="r", set={}, becomes={"quote": "x"})

    assert tags_of(correction) == {"event:gone"}


def test_new_values_are_found_even_where_they_need_others_to_fit() -> None:
    """A quote's kind without its quote breaks the type's rules, but names what it names."""
    statement = BY_ID["as-the-monthly-tells"]
    changes = {"quote_kind": "full", "on_behalf_of": "taliban"}

    with pytest.raises(ValueError, match="quote_kind without a quote"):
        patched(statement, changes)
    assert "actor:taliban" in tags_of(overlaid(statement, changes))


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.type not in ("correction", "retraction")], ids=str,
)  # fmt: skip
def test_laying_fields_over_an_event_equals_patching_it(example: Example) -> None:
    """Where the whole fits, both give the same event: here each field over an empty place."""
    event = example.decoded().event
    stored: dict[str, Any] = {
        "note": "other",
        "place": None,
        "tags": ["a", "b"],
        "known_from": "2020-01-01",
    }
    for terms in getattr(event, "commits", ()):
        stored[f"commits.{terms.id}.due"] = {"rule": "R1", "hi": "2021-01-01", "lo": "2021-01-01"}
        stored[f"commits.{terms.id}.creditor"] = None

    assert overlaid(event, stored) == patched(event, stored)


@pytest.mark.parametrize(
    "path", ["quotes", "id", "commits.us-3000.colour", "commits.us-3000.id", "commits.nobody.due",
             "speaker.described", "set.quote"],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    """Else a correction would be recorded and change nothing, in silence."""
    for way in (patched, overlaid):
        with pytest.raises(ValueError):
            way(BY_ID["reduction"], {path: "x"})
