"""Shortcuts of recording: what they give is what the plain way gives."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.intake.declared import stands_retracted
from ledger.intake.wording import LIKE, LONGEST_GUESSED, MANY, meant
from ledger.service.alike import ALIKE, _near
from ledger.service.known import LedgerKnown
from ledger.store.memory import MemoryStore
from ledger.store.texts import MemoryTexts
from tests.service import test_import_in_parts as documents
from tests.service.world import a_ledger

words = st.text("abc d", max_size=30)


@given(words, words)
@example("we will be down to 3,000 soon", "we will be down to 3,000, soon")
def test_two_texts_are_near_where_their_likeness_says_so(one: str, other: str) -> None:
    assert _near(one, other) == (difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE)


def plainly_meant(word: str, names: list[str]) -> str | None:
    """With all names held at once."""
    if len(word) > LONGEST_GUESSED:
        return None
    if len(names) > MANY:
        names = [one for one in names if one.startswith(word[:3]) or one.endswith(word[-3:])]
    found = difflib.get_close_matches(word, names[:MANY], n=1, cutoff=LIKE)
    return found[0] if found else None


@settings(deadline=None, max_examples=30)
@given(
    st.text("abc", min_size=1, max_size=6),
    st.lists(st.text("abc", max_size=6), max_size=8),
    st.sampled_from((0, MANY - 4, MANY, MANY + 50)),
)
def test_the_name_that_was_meant_is_found_among_any_number(
    word: str, names: list[str], others: int
) -> None:
    every = [*(f"{number}" for number in range(others)), *names]

    assert meant(word, iter(every)) == plainly_meant(word, every)


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 8), max_size=8))
def test_what_is_retracted_by_what_stands_is_retracted(links: dict[int, int]) -> None:
    """A retraction bears a higher number than what it retracts; the last one without an id."""
    links = {one: of for one, of in links.items() if of < one}

    def retractions(of: str) -> Sequence[str | None]:
        return [None if one == 9 else str(one) for one, it in links.items() if str(it) == of]

    def plainly(of: int) -> bool:
        return any(not plainly(one) for one, it in links.items() if it == of)

    for number in range(9):
        assert stands_retracted(str(number), retractions) == plainly(number)


def test_long_chains_of_retractions_are_followed() -> None:
    ends = 5_000
    assert not stands_retracted("0", lambda of: [str(int(of) + 1)] if int(of) < ends else [])


@settings(deadline=None, max_examples=60)
@given(documents.drawn.map(documents.meant))
def test_events_looked_up_together_stand_as_those_looked_up_alone(
    given: documents.Events,
) -> None:
    store: MemoryStore = documents.known()
    try:
        a_ledger(store).import_document(documents.lines(given), name="doc.jsonl")
    except LedgerError:
        return
    with store.reading() as snapshot:
        ids = [stored.id for stored in snapshot.read()]
        together = LedgerKnown(snapshot, MemoryTexts())
        together.look_up(ids)
        for id in ids:
            alone = LedgerKnown(snapshot, MemoryTexts())
            one, other = together.standing(id), alone.standing(id)
            assert one is not None
            assert other is not None
            assert (one.event, one.recorded) == (other.event, other.recorded)
            assert one.retracted_by == other.retracted_by
            assert together.kind_of(id) == alone.kind_of(id)


@settings(deadline=None, max_examples=60)
@given(documents.drawn.map(documents.meant), st.integers(0, 12))
def test_the_ledger_up_to_a_head_is_the_ledger_as_it_stood_then(
    given: documents.Events, more: int
) -> None:
    """Whatever was added to it since is not seen."""
    store: MemoryStore = documents.known()
    with store.reading() as snapshot:
        head = snapshot.head()
        before = LedgerKnown(snapshot, MemoryTexts())
        ids = [*(stored.id for stored in snapshot.read()), "e0", "new", "attack 1"]
        was = [
            (before.kind_of(id), before.published(id), before.event(id), before.events_named(id))
            for id in ids
        ]
    try:
        a_ledger(store).import_document(documents.lines(given), name="doc.jsonl")
    except LedgerError:
        return
    with store.reading() as snapshot:
        then = LedgerKnown(snapshot, MemoryTexts(), upto=head)
        assert was == [
            (then.kind_of(id), then.published(id), then.event(id), then.events_named(id))
            for id in ids
        ]
