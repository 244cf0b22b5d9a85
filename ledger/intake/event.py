"""Builds one event from its mapping: its days, what its words are read against, its quotation."""

from __future__ import annotations

from ledger.errors import Problem
from ledger.intake.days import BadValueError, Setting, read_day
from ledger.intake.declared import Declared
from ledger.intake.known import Known
from ledger.intake.names import Names
from ledger.intake.node import Entries, Listing, Node, Scalar
from ledger.intake.plans import removable
from ledger.intake.quotation import Texts
from ledger.intake.values import Reader
from ledger.intake.wording import a, meant, quoted
from ledger.model.day import DEFAULT, Day, Days
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME, GIVEN
from ledger.model.said import Statement

_ENVELOPE = ("sources", "anchor", "known_from")
"""Fields that are read first: the others are read against them."""


class Circumstances:
    """What the events of a document are built in: names, days of publication, texts, problems."""

    def __init__(
        self,
        declared: Declared,
        names: Names,
        known: Known,
        problems: list[Problem],
        warnings: list[Problem],
    ) -> None:
        self.names = names
        self.known = known
        self.problems = problems
        self.warnings = warnings
        self.reader = Reader(names, problems)
        self.texts = Texts(known)
        self._declared = declared
        self._published: dict[str, Days | None] = {}

    def published(self, source: str) -> Days | None:
        """The days of publication of a source of the document or of the ledger."""
        if source not in self._published:
            given = self._declared.published(source)
            self._published[source] = given or self.known.published(source)
        return self._published[source]


def class_of(entries: Entries, problems: list[Problem]) -> type[Event] | None:
    """The class of the event that a mapping gives."""
    node = entries.get("type")
    every = f"one of: {', '.join(GIVEN)}"
    if not isinstance(node, Scalar):
        alone = entries.items[0][1] if len(entries.items) == 1 else None
        near = meant("type", [key.text for key, _ in entries.items])
        if isinstance(alone, Listing):
            hint = "a document is a list of events: begin with the first dash"
        elif near is not None:
            hint = f"{quoted(near)} should probably be 'type'"
        else:
            hint = every
        problems.append(entries.mark.problem("an event needs its type", hint=hint))
        return None
    cls = BY_NAME.get(node.text)
    if cls is None:
        problems.append(node.mark.problem(
            f"no event type {quoted(node.text)}", near=meant(node.text, list(GIVEN)),
            hint=every))  # fmt: skip
    return cls


def build_one(cls: type[Event], entries: Entries, around: Circumstances) -> Event | None:
    """One event, or None where problems were added."""
    reader, problems = around.reader, around.problems
    before = len(problems)
    misspelt = reader.unknown_keys(cls, entries, ("type",))
    values = reader.fields(cls, entries, Setting(), only=_ENVELOPE)
    days = next((d for c in values.get("sources", ()) if (d := around.published(c.source))), None)
    anchor = values.get("anchor")
    told: Days | None = (anchor, anchor) if anchor else days
    scheduled = _is_yes(entries.get("scheduled"))
    itself = entries.word("id")
    setting = Setting(date=told, scheduled=scheduled, itself=itself)
    occurred = _occurred(cls, entries, setting, days, around)
    if occurred is not None:
        values["occurred"] = occurred
    due = told
    if anchor is None:
        spoken = issubclass(cls, Statement) and entries.get("quote") is not None
        if occurred is not None and (spoken or due is None):
            # The speaker's own words are read against the day on which they were spoken. Where
            # that day hangs on another event, only words that need no anchor can be read: they
            # are never read against the day of the report instead.
            due = (occurred.earliest, occurred.latest) if occurred.latest is not None else None
    removed = _removed(cls, entries)
    values |= reader.fields(
        cls, entries, Setting(date=told, due=due, scheduled=scheduled, itself=itself),
        skip=(*_ENVELOPE, "occurred", "becomes", "removes", "restates", *removed), misspelt=misspelt,
    )  # fmt: skip
    if removed:
        values["removes"] = removed
    if len(problems) > before:
        return None
    try:
        event = cls(**values)
    except (TypeError, ValueError) as error:
        says = str(error.args[0])
        problems.append(entries.mark.problem(
            f"{a(cls.TYPE)} {says}" if says.startswith("needs") else says))  # fmt: skip
        return None
    _check_quote(event, entries, around)
    return event if len(problems) == before else None


def _removed(cls: type[Event], entries: Entries) -> tuple[str, ...]:
    """The terms that are given as `none`: they are removed, not left as they were."""
    return tuple(name for name, key in removable(cls) if entries.word(key) == "none")


def _occurred(
    cls: type[Event], entries: Entries, setting: Setting, days: Days | None, around: Circumstances
) -> Day | None:
    node = entries.get("date")
    if node is not None:
        try:
            return read_day("occurred", node, around.names, setting)
        except BadValueError as bad:
            around.problems.append(bad.problem)
            return None
    if not cls.ABOUT_WORLD:
        return None
    if days is None or cls.OWN_DAY:
        if cls.OWN_DAY or entries.get("source") is None:
            source = "" if cls.OWN_DAY else ", or a source whose day of publication it takes"
            around.problems.append(entries.mark.problem(f"{a(cls.TYPE)} needs a date{source}"))
        return None
    earliest, latest = days
    return Day(edtf=None, earliest=earliest, latest=latest, rule=DEFAULT)


def _is_yes(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.text.casefold() in ("yes", "true")


def _check_quote(event: Event, entries: Entries, around: Circumstances) -> None:
    """Refuses a quotation that is in none of its sources' texts, as far as those are at hand."""
    quote = getattr(event, "quote", None)
    if quote is None:
        return
    texts = {c.source: text for c in event.sources if (text := around.texts.of(c.source))}
    if not texts:
        return
    place = entries.get("quote") or entries
    found = {source: text.find(quote) for source, text in texts.items()}
    if not any(found.values()):
        like = next((near for text in texts.values() if (near := text.nearest(quote))), None)
        around.problems.append(place.mark.problem(
            f"the quotation is not in the text of {', '.join(texts)}",
            hint=f"the text has: {like}" if like else "check the words, or give them as says"))  # fmt: skip
    elif "exact" not in found.values():
        where = next(source for source, how in found.items() if how)
        around.warnings.append(place.mark.warning(
            f"the text of {where} has it with other white space or quotation marks"))  # fmt: skip
