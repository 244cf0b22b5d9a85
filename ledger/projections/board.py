"""The board: commitments with their deadlines and verdicts, as `commitments`, `due`, `overdue` ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from attrs import evolve

from ledger.dates import Alternative
from ledger.errors import UsageError
from ledger.model.answer import Column, Row
from ledger.model.case import Case
from ledger.model.commitment import MODES, Commitment
from ledger.model.facts import CommitmentFacts
from ledger.model.flags import FLAGS
from ledger.model.judgement import OPEN_WORLD, Judgement, Manner, Reading
from ledger.model.sift import Among, Between, Holds, Sieve
from ledger.model.verdict import LIFECYCLES, OPEN, VERDICTS
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.listing import Judged, Listing, Only, Spot
from ledger.projections.question import ABOUT, PLACE, Asked, Filter, Question
from ledger.projections.staging import EVER, line, mark, ordinal
from ledger.visible import is_unicode

NEXT_DAYS = 14
"""How many days ahead `due` looks, unless told otherwise."""


def _hidden(name: str, help: str) -> Column:
    return Column(name=name, help=help, shown=False)


COLUMNS = (
    Column(name="id", help="the commitment"),
    Column(name="title", help="what is promised", roomy=3),
    Column(name="debtor", help="who is bound", roomy=4),
    _hidden("creditor", "to whom"),
    _hidden("mode", "achieve, maintain, avoid, recurring, best_efforts"),
    Column(name="due_phrase", help="the deadline as said", title="due, as said", roomy=2),
    Column(name="due_lo", help="last day certainly not past due", title="due from"),
    Column(name="due_hi", help="last day possibly in time", title="to"),
    _hidden("due_rule", "the rule that read it"),
    _hidden("due_alternatives", "other readings"),
    _hidden("original_due_lo", "due_lo of the first terms"),
    _hidden("original_due_hi", "due_hi of the first terms"),
    _hidden("given", "the condition"),
    _hidden("lifecycle", "where it stands, moved only by events"),
    _hidden("clock", "where the day stands to the deadline"),
    Column(name="condition", help="n/a, yes, no or unknown", roomy=5),
    Column(name="fulfilled", help="yes, partial, no or unknown", roomy=5),
    _hidden("fulfilled_lo", "first day on which it can have been fulfilled"),
    _hidden("fulfilled_hi", "last day on which it can have been fulfilled"),
    Column(name="overdue", help="yes, no or unknown", roomy=1),
    Column(name="verdict", help="what became of it"),
    _hidden("verdict_vs_original", "the same against the first terms"),
    Column(name="flags", help="what to beware of"),
    _hidden("days_left", "days to due_lo, while not due"),
    _hidden("days_past", "days since due_hi, once passed"),
    _hidden("days_late_min", "at least so many days late"),
    _hidden("days_late_max", "at most so many days late"),
    _hidden("days_late_vs_original_min", "the same against the first terms"),
    _hidden("days_late_vs_original_max", "the same against the first terms"),
    _hidden("progress_min", "0 … 1 of the way to the target, at least"),
    _hidden("progress_max", "0 … 1 of the way to the target, at most"),
    _hidden("last_evidence_on", "day of the last report"),
    _hidden("assessments", "what named assessors say"),
    _hidden("because", "positions of the events that led to the verdict"),
)

FILTERS = (
    Filter(name="debtor", help="who is bound (id)"),
    Filter(name="creditor", help="to whom (id)"),
    Filter(name="speaker", help="who said it (id)"),
    Filter(name="measure", help="what is counted (id)"),
    Filter(name="mode", help="kind of duty", choices=MODES),
    Filter(name="lifecycle", help="where it stands", choices=LIFECYCLES),
    Filter(name="verdict", help="what became of it", choices=VERDICTS),
    Filter(name="flag", help="what to beware of", choices=FLAGS),
    PLACE,
    ABOUT,
)


def row(case: Case, found: Judgement, manner: Manner) -> Row:
    """One commitment with its judgement, under the keys of docs/domain.md, section 10.

    `manner` is how it was judged; by the first deadline, target and scope it is judged here.
    """
    facts = case.facts
    original = case.judge(found.day, evolve(manner, original=True)) if facts.changes else found
    terms = found.terms.commitment
    due = terms.due
    late = found.days_late or (None, None)
    late_vs_original = original.days_late or (None, None)
    progress = found.progress or (None, None)
    alternatives: list[Alternative | Reading] = [
        *(due.alternatives if due else ()),
        *found.readings,
    ]
    return {
        "id": facts.id,
        "title": terms.label,
        "debtor": terms.debtor,
        "creditor": terms.creditor,
        "mode": terms.mode,
        "due_phrase": due.phrase if due else None,
        "due_lo": found.due_lo,
        "due_hi": found.due_hi,
        "due_rule": due.rule if due else None,
        "due_alternatives": [
            {"lo": other.lo, "hi": other.hi, "why": other.why} for other in alternatives
        ],
        "original_due_lo": facts.due_lo,
        "original_due_hi": facts.due_hi,
        "given": (terms.given.words or terms.given.commitment) if terms.given else None,
        "lifecycle": found.state.lifecycle,
        "clock": found.state.clock,
        "condition": found.state.condition,
        "fulfilled": found.state.fulfilled,
        "fulfilled_lo": found.evidence.lo,
        "fulfilled_hi": found.evidence.hi,
        "overdue": found.overdue,
        "verdict": found.verdict,
        "verdict_vs_original": original.verdict,
        "flags": list(found.flags),
        "days_left": found.days_left,
        "days_past": found.days_past,
        "days_late_min": late[0],
        "days_late_max": late[1],
        "days_late_vs_original_min": late_vs_original[0],
        "days_late_vs_original_max": late_vs_original[1],
        "progress_min": progress[0],
        "progress_max": progress[1],
        "last_evidence_on": found.evidence.last_on,
        "assessments": [
            {
                "assessor": one.assessor,
                "scale": one.scale,
                "verdict": one.verdict,
                "because": one.because,
                "on": one.latest,
            }
            for one in facts.assessments
            if one.latest <= found.day
        ],
        "because": list(found.because),
    }


def judged(
    every: Iterable[CommitmentFacts], asked: Asked, only: Only | None = None
) -> Iterator[Judged]:
    """The commitments listed on the day asked for that pass the filters, with their judgements.

    A recurring duty is followed by its periods. `only` says which of the periods are wanted.
    """
    day = asked.as_of
    for facts in every:
        if not facts.listed_on(day):
            continue
        case = Case(facts)
        if not _passes(facts, case.in_force(day).current[0].commitment, asked):
            continue
        whole = case.judge(day, asked.manner)
        # A recurring duty has a row for each period that has begun, beside its own.
        periods = (
            (number, case.of_period(period))
            for number, period in enumerate(case.periods(day), 1)
            if only is None or (facts.id, number) in only
        )
        cases = ((number, one, one.judge(day, asked.manner)) for number, one in periods)
        for number, one, found in ((0, case, whole), *cases):
            flagged = asked.get("flag") is None or asked.get("flag") in found.flags
            if (
                asked.lets("verdict", found.verdict)
                and asked.lets("lifecycle", found.state.lifecycle)
                and flagged
            ):
                yield Judged(one, found, _spot(facts, whole, one, found, number))


def _spot(
    facts: CommitmentFacts, whole: Judgement, one: Case, found: Judgement, number: int
) -> Spot:
    since = found.evidence.last_on or one.facts.latest
    return Spot(
        hi=ordinal(whole.due_hi),
        lo=ordinal(whole.due_lo),
        position=facts.position,
        id=facts.id,
        number=number,
        own_hi=ordinal(found.due_hi),
        own_lo=ordinal(found.due_lo),
        own_id=one.facts.id,
        silent=EVER if since is None else ordinal(since),
    )


def _passes(facts: CommitmentFacts, terms: Commitment, asked: Asked) -> bool:
    named = facts.names.get
    return (
        asked.lets("debtor", terms.debtor, named(terms.debtor))
        and asked.lets("creditor", terms.creditor, named(terms.creditor or ""))
        and asked.lets("speaker", *facts.by, *(named(who) for who in facts.by))
        and asked.lets("measure", terms.measure)
        and asked.lets("mode", terms.mode)
        and asked.finds("place", facts.place)
        and asked.finds("about", facts.id, terms.label, terms.measure, facts.place, terms.scope)
    )


def common(asked: Asked) -> list[Sieve] | None:
    """What stages pass that the filters of all these questions let through; None: they cannot tell.

    They hold what an open world says, and names one a line.
    """
    texts = [value for value in asked.filters.values() if isinstance(value, str)]
    if asked.manner != OPEN_WORLD or any("\n" in text or not is_unicode(text) for text in texts):
        return None
    sieves: dict[str, Callable[[str], Sieve]] = {
        "debtor": lambda name: Holds("debtor_as", line(name)),
        "creditor": lambda name: Holds("creditor_as", line(name)),
        "speaker": lambda name: Holds("speaker_as", line(name)),
        "measure": lambda name: Among("measure", (name.casefold(),)),
        "mode": lambda word: Among("mode", (word.casefold(),)),
        "verdict": lambda word: Among("verdict", (word.casefold(),)),
        "lifecycle": lambda word: Among("lifecycle", (word.casefold(),)),
        "flag": lambda word: Holds("flags", mark(word)),
        "place": lambda words: Holds("place", words.casefold()),
        "about": lambda words: Holds("about", words.casefold()),
    }
    return [sieve(asked.get(name)) for name, sieve in sieves.items() if asked.get(name) is not None]


def narrowed(asked: Asked, *more: Sieve) -> list[Sieve] | None:
    """What stages pass that the common filters let through, and these; None: they cannot tell."""
    found = common(asked)
    return None if found is None else [*found, *more]


def _shown(one: Judged, asked: Asked) -> Row:
    return row(one.case, one.found, asked.manner)


COMMON = Listing(
    judge=judged,
    keeps=lambda _one, _asked: True,
    row=_shown,
    sieves=common,
)


def _falls(spot: Spot, asked: Asked) -> bool:
    """Whether the deadline falls, or may fall, in the days asked for."""
    start, end = _days(asked)
    lo, hi = spot.own_lo or spot.own_hi, spot.own_hi or spot.own_lo
    return lo is not None and hi is not None and lo <= end and hi >= start


def _days(asked: Asked) -> tuple[int, int]:
    """The days that `due` looks at."""
    start: dt.date = asked.get("from") or asked.as_of
    days = asked.get("within")
    if days is not None and asked.get("to") is not None:
        raise UsageError("give either --within or --to, not both")
    ahead = min(NEXT_DAYS if days is None else days, (dt.date.max - start).days)
    end: dt.date = asked.get("to") or start + dt.timedelta(days=ahead)
    return start.toordinal(), end.toordinal()


def _sieves_of_due(asked: Asked) -> list[Sieve] | None:
    start, end = _days(asked)
    return narrowed(
        asked, Among("lifecycle", OPEN), Between("due_lo", high=end, or_none=True),
        Between("due_hi", low=start, or_none=True),
    )  # fmt: skip


FALLING = evolve(
    COMMON,
    keeps=lambda one, asked: one.found.state.lifecycle in OPEN and _falls(one.spot, asked),
    sieves=_sieves_of_due,
    keeps_stage=_falls,
)


def _wanted(asked: Asked) -> tuple[str, ...]:
    """What is overdue; with `unknown`, also what may be."""
    return ("yes", "unknown") if asked.get("unknown") else ("yes",)


PASSED = evolve(
    COMMON,
    keeps=lambda one, asked: one.found.overdue in _wanted(asked),
    sieves=lambda asked: narrowed(asked, Among("overdue", _wanted(asked))),
)


BOARD = Question(
    name="commitments",
    title="Commitments and what became of them",
    help="What was promised, by whom, by when, and what became of it.",
    projection=COMMITMENTS,
    columns=COLUMNS,
    filters=FILTERS,
    listing=COMMON,
    judges=True,
)

DUE = Question(
    name="due",
    title="What falls due, or may",
    help=f"Open commitments due, or possibly due, in the next {NEXT_DAYS} days, or as told.",
    projection=COMMITMENTS,
    columns=COLUMNS,
    filters=(
        Filter(name="within", help="days ahead, as 7d, 2w or a number", kind="span"),
        Filter(name="from", help="first day (default: the day judged)", kind="day"),
        Filter(name="to", help="last day", kind="day"),
        *FILTERS,
    ),
    listing=FALLING,
    judges=True,
)

OVERDUE = Question(
    name="overdue",
    title="What is overdue",
    help="Commitments whose deadline has surely passed, unkept; --unknown adds what may be.",
    projection=COMMITMENTS,
    columns=COLUMNS,
    filters=(
        Filter(name="unknown", help="also where it is unknown whether", kind="flag"),
        *FILTERS,
    ),
    listing=PASSED,
    judges=True,
)
