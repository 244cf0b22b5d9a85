"""The shipped case: what its answers must be, and how it compares with a reference encoding.

The reference, and the text of the report, lie outside the project: where they are absent, the
tests that need them are skipped. Its names differ from ours, so things are compared by meaning.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ledger import Ledger
from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.known import NothingKnown
from ledger.intake.quotation import find
from ledger.model.event import Event
from ledger.model.records import Alias
from ledger.model.said import Statement
from ledger.quantities import Quantity

Rows = list[Mapping[str, Any]]
Ask = Callable[..., Rows]

CASE = files("ledger") / "cases" / "september-2020.yaml"
SEED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "seed"

with_reference = pytest.mark.skipif(
    not (SEED / "reference.json").is_file(), reason="the reference encoding is not at hand"
)
REFERENCE: dict[str, Any] = (
    json.loads((SEED / "reference.json").read_text("utf-8"))
    if (SEED / "reference.json").is_file()
    else {"events": [], "checks": [], "projections": {}}
)

NAMES = {
    "e01": "iraq-reduction", "e02": "partner-programs-remark", "e03": "enduring-defeat-remark",
    "e04": "confidence-remark", "e05": "ultimate-goal-remark", "e06": "endless-wars-pledge",
    "e07": "election-2020", "e08": "oval-office-meeting", "e09": "look-forward-remark",
    "e10": "iraq-consolidation", "e11": "december-rocket-attack", "e12": "tit-for-tat-attacks",
    "e13": "soleimani-killing", "e14": "iranian-missile-attack", "e15": "wake-deployment",
    "e16": "back-to-5200", "e17": "axios-remark", "e18": "us-taliban-deal",
    "l01": "iraq-level", "l02": "afghanistan-level",
    "c1": "us-iraq-3000", "c2": "partner-programs", "c3": "afghanistan-4000-out",
    "c4": "foreign-forces-out", "c5": "taliban-guarantees", "c6": "end-endless-wars",
}  # fmt: skip
"""The reference's names, and ours."""

KINDS = {"scheduled_event": "election", "attack": "attack", "killing": "killing",
         "meeting": "meeting"}  # fmt: skip
"""Types of the reference that are kinds of occurrence here."""

QUANTITIES: dict[tuple[str, str], Callable[[Any], Quantity | None]] = {
    ("e01", "about 5,200"): lambda event: event.commits[0].baseline,
    ("e01", "3,000"): lambda event: event.commits[0].at_most,
    ("e10", "some"): lambda event: event.sites,
    ("e11", "an American contractor"): lambda event: event.killed,
    ("e13", "Qassem Soleimani"): lambda event: event.killed,
    ("e14", "more than a dozen"): lambda event: event.number,
    ("e15", "thousands"): lambda event: event.number,
    ("e16", "around 5,200"): lambda event: event.level_after,
    ("l01", "around 5,200"): lambda event: event.value,
    ("e17", "4,000"): lambda event: event.commits[0].down_by,
    ("l02", "around 8,600"): lambda event: event.value,
}
"""Where the quantities of the reference stand here."""

IN_WORDS = {("e01", "more than 2,000"): "more than 2,000", ("e14", "two"): "two air bases"}
"""Quantities that no field holds: the event tells them in words."""

DAYS = ("2020-09-09", "2020-10-01", "2021-05-15", "2021-06-01")
NO_DEADLINE = (("no-deadline",) * 4, None)
PAST = "past-due-unverified"
TABLE: dict[str, tuple[tuple[str, ...], tuple[str, str] | None]] = {
    "us-iraq-3000": (("open", PAST, PAST, PAST), ("2020-09-30", "2020-09-30")),
    "afghanistan-4000-out": (("open", "open", PAST, PAST), ("2020-10-31", "2020-11-29")),
    "foreign-forces-out": (("conditional", "conditional", "possibly-overdue", PAST),
                           ("2021-04-30", "2021-05-31")),
    "partner-programs": NO_DEADLINE,
    "taliban-guarantees": NO_DEADLINE,
    "end-endless-wars": NO_DEADLINE,
}  # fmt: skip
"""docs/domain.md, section 11: the verdict on each day, and the deadline."""


@pytest.fixture(scope="module")
def events() -> dict[str, Any]:
    """The events of the case as the reader of documents builds them, by id."""
    built = build(read_document(CASE.read_bytes(), CASE.name), NothingKnown())
    return {event.id: event for event in built}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Questions to a ledger that holds the case and nothing else."""
    with Ledger.create(tmp_path_factory.mktemp("case") / "ledger.db") as ledger:
        ledger.import_document(CASE.read_bytes(), name=CASE.name)
        yield lambda question, **how: list(ledger.ask(question, **how))


def by_id(rows: Rows) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in rows}


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def quantities_of(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(event.get("quantities", ()))


@pytest.mark.parametrize("commitment", TABLE)
@pytest.mark.parametrize(("column", "as_of"), list(enumerate(DAYS)))
def test_the_table_of_reference_answers_comes_out(
    ask: Ask, commitment: str, column: int, as_of: str
) -> None:
    verdicts, due = TABLE[commitment]
    row = by_id(ask("commitments", as_of=as_of))[commitment]
    assert row["verdict"] == verdicts[column]
    assert (row["due_lo"], row["due_hi"]) == ((day(due[0]), day(due[1])) if due else (None, None))


def test_the_case_makes_six_commitments_and_no_other(ask: Ask) -> None:
    assert set(by_id(ask("commitments", as_of="2020-09-09"))) == set(TABLE)


def test_the_misspelt_name_is_another_spelling_of_one_person(events: dict[str, Any]) -> None:
    aliases = [event for event in events.values() if isinstance(event, Alias)]
    assert [(alias.name, alias.actor) for alias in aliases] == [("McKensie", "frank-mckenzie")]


def test_the_attackers_of_december_stay_unnamed(events: dict[str, Any]) -> None:
    assert events["december-rocket-attack"].actors == ()


def test_troops_sent_to_iraq_and_the_region_are_not_counted_in_iraq(ask: Ask) -> None:
    rows = ask("levels", as_of="2020-10-01", measure="us-forces/iraq")
    assert {row["about"] for row in rows} == {"back-to-5200", "iraq-level", "us-iraq-3000"}


def test_levels_show_reports_against_promises(ask: Ask) -> None:
    rows = {(row["measure"], row["about"]): row for row in ask("levels", as_of="2020-10-01")}

    def span(measure: str, about: str) -> tuple[Any, Any]:
        row = rows[measure, about]
        return row["lo"], row["hi"]

    assert span("us-forces/iraq", "iraq-level") == (5150, 5249)
    assert span("us-forces/iraq", "us-iraq-3000") == (None, 3000)
    assert span("us-forces/afghanistan", "afghanistan-level") == (8550, 8649)
    assert span("us-forces/afghanistan", "afghanistan-4000-out") == (4550, 4649)
    # What a part reports is the least that the whole can be.
    assert span("foreign-forces/afghanistan", "afghanistan-level") == (8550, None)
    assert span("foreign-forces/afghanistan", "foreign-forces-out") == (0, 0)


def test_every_event_of_the_case_has_a_name_of_its_own() -> None:
    entries = read_document(CASE.read_bytes(), CASE.name)
    assert all(entry.get("id") is not None for entry in entries)


@with_reference
def test_the_case_holds_every_event_of_the_reference_and_no_other(ask: Ask) -> None:
    ours = {row["id"] for row in ask("timeline", as_of="2021-06-01")}
    assert ours == {NAMES[event["id"]] for event in REFERENCE["events"]}
    assert len(ours) == 20


@pytest.mark.parametrize("event", REFERENCE["events"], ids=lambda event: str(event["id"]))
class TestAgainstTheReference:
    """Each event of the reference has its like in the case."""

    def test_its_type_is_the_same(self, events: dict[str, Any], event: Mapping[str, Any]) -> None:
        ours = events[NAMES[event["id"]]]
        if event["type"] in KINDS:
            assert (ours.TYPE, ours.kind) == ("occurrence", KINDS[event["type"]])
            assert ours.scheduled is bool(event.get("future"))
        else:
            assert event["type"] == ours.TYPE

    def test_it_lies_in_the_same_days(self, ask: Ask, event: Mapping[str, Any]) -> None:
        row = by_id(ask("timeline", as_of="2021-06-01"))[NAMES[event["id"]]]
        earliest, latest = (day(event["occurred"][end]) for end in ("earliest", "latest"))
        if event["id"] == "e17":
            # The reference takes ten days at most for "just over"; rule R9 takes half a month.
            assert earliest == dt.date(2020, 7, 30)
            earliest = dt.date(2020, 7, 25)
        assert (row["earliest"], row["latest"]) == (earliest, latest)

    def test_the_same_people_and_bodies_speak_agree_or_act(
        self, ask: Ask, event: Mapping[str, Any]
    ) -> None:
        row = by_id(ask("timeline", as_of="2021-06-01"))[NAMES[event["id"]]]
        named = [event.get("speaker"), event.get("actor"), *event.get("actors", ()),
                 *event.get("participants", ()), *event.get("parties", ())]  # fmt: skip
        wanted = {one if isinstance(one, str) else one["name"] for one in named if one}
        assert set(row["who"]) == wanted

    def test_its_words_are_the_same(self, events: dict[str, Any], event: Mapping[str, Any]) -> None:
        ours = events[NAMES[event["id"]]]
        if not isinstance(ours, Statement):
            assert event.get("quote") is None
            return
        quote = event["quote"]["exact"].rstrip(",.") if event["quote"] else None
        if event["id"] == "e01":
            # We keep the half of the sentence that decides, and leave out its preamble.
            assert quote is not None
            assert ours.quote is not None
            assert quote.endswith(ours.quote)
        else:
            assert (ours.quote.rstrip(".") if ours.quote else None) == quote
            assert ours.quote_kind == {"full_sentence": "full", "paraphrase": None}.get(
                event["quote_kind"], event["quote_kind"]
            )
        assert ours.speaker == event["speaker"]["id"].removeprefix("person/")
        assert ours.role == event["role_at_time"]["post"]
        assert ours.audience == event.get("audience")
        wanted = "narration" if event["attribution"] == "source_narration" else "on_record"
        assert ours.attribution == wanted
        if "kind" in event:
            assert ours.kind == event["kind"]

    def test_its_quantities_are_the_same(
        self, events: dict[str, Any], event: Mapping[str, Any]
    ) -> None:
        ours = events[NAMES[event["id"]]]
        for quantity in quantities_of(event):
            key = event["id"], quantity["raw"]
            if key in IN_WORDS:
                told = (ours.note, getattr(ours, "target", None))
                assert any(IN_WORDS[key] in words for words in told if words)
                continue
            found = QUANTITIES[key](ours)
            assert found is not None
            bounds = [None if end is None else Decimal(end) for end in
                      (quantity["lo"], quantity["hi"])]  # fmt: skip
            assert [found.lo, found.hi] == bounds

    def test_it_stands_to_others_as_there(
        self, events: dict[str, Any], event: Mapping[str, Any]
    ) -> None:
        ours: Event = events[NAMES[event["id"]]]
        wanted = {(one["rel"], NAMES[one["to"]]) for one in event.get("relations", ())}
        assert {(one.rel, one.to) for one in ours.relations} == wanted

    def test_it_is_placed_where_the_reference_places_it(
        self, events: dict[str, Any], event: Mapping[str, Any]
    ) -> None:
        place = event.get("place")
        if place:  # the reference explains some of its places in brackets
            assert events[NAMES[event["id"]]].place == re.sub(r" \(.*\)", "", place)

    def test_it_makes_the_same_commitments(
        self, events: dict[str, Any], event: Mapping[str, Any]
    ) -> None:
        made = [terms.id for terms in getattr(events[NAMES[event["id"]]], "commits", ())]
        assert made == [NAMES[name] for name in event.get("creates", ())]


@pytest.mark.parametrize(
    "check", REFERENCE["checks"],
    ids=lambda check: f"{check['as_of']}-{check['commitment']}"
    + ("-closed" if check.get("closed_world") else ""),
)  # fmt: skip
def test_each_check_of_the_reference_comes_out(ask: Ask, check: Mapping[str, Any]) -> None:
    closed = bool(check.get("closed_world"))
    rows = ask("commitments", as_of=check["as_of"], closed_world=closed)
    row = by_id(rows)[NAMES[check["commitment"]]]
    keys = {"deadline_state": "clock"}
    wanted = ("deadline_state", "condition", "fulfilled", "overdue", "verdict", "days_left",
              "days_past")  # fmt: skip
    expected = {keys.get(key, key): check[key] for key in wanted if key in check}
    assert {key: row[key] for key in expected} == expected
    if "progress" in check:
        fraction = check["progress"]["fraction"]
        assert (row["progress_min"], row["progress_max"]) == (fraction, fraction)


@with_reference
def test_all_checks_of_the_reference_are_run() -> None:
    assert len(REFERENCE["checks"]) == 28


@with_reference
def test_the_timeline_keeps_the_order_of_the_reference(ask: Ask) -> None:
    order = [row["id"] for row in ask("timeline", as_of="2021-06-01")]
    for first, second in REFERENCE["projections"]["timeline_order_constraints"]:
        assert order.index(NAMES[first]) < order.index(NAMES[second]), (first, second)


@with_reference
def test_who_said_what_is_the_same_as_in_the_reference(ask: Ask) -> None:
    rows = ask("said", as_of="2020-09-09")
    for group in REFERENCE["projections"]["who_said_what"]:
        said = {row["id"] for row in rows if row["speaker"] == group["speaker"]}
        assert said == {NAMES[name] for name in group["events"]}


@with_reference
def test_every_quotation_stands_in_the_report(events: dict[str, Any]) -> None:
    text = (SEED / "article.txt").read_text("utf-8")
    quotes = [event.quote for event in events.values() if getattr(event, "quote", None)]
    assert len(quotes) == 7
    assert [quote for quote in quotes if not find(quote, text)] == []


@with_reference
def test_beyond_the_quotations_the_case_is_told_in_our_own_words(events: dict[str, Any]) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[\w’'-]+", text.casefold())

    written = words((SEED / "article.txt").read_text("utf-8"))
    article = {tuple(written[at : at + 7]) for at in range(len(written))}
    for event in events.values():
        told = [event.note, getattr(event, "says", None), getattr(event, "name", None)]
        told += [terms.title for terms in getattr(event, "commits", ())]
        for text in (one for one in told if one):
            ours = words(text)
            runs = (tuple(ours[at : at + 7]) for at in range(len(ours) - 6))
            assert not any(run in article for run in runs), text
