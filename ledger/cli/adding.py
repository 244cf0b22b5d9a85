"""The dialogue of `pledger add`: asks for the fields of an event, and declares whom it names anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import attrs
import click

from ledger.cli.add import RUN, asked_for, document_of, many
from ledger.cli.dialogue import NOTHING, ask, choose, confirm, somebody
from ledger.cli.door import refuse, say
from ledger.cli.fields import read_pairs
from ledger.cli.receipts import agree, tell
from ledger.errors import ConflictError, InputRefusedError, UsageError
from ledger.intake.references import DECLARED
from ledger.model.commitment import Commitment
from ledger.model.event import Event
from ledger.model.event_types import GIVEN
from ledger.model.fields import is_id, key_of
from ledger.model.records import Actor, Measure, Source
from ledger.visible import visible

if TYPE_CHECKING:
    from ledger.wiring import Ledger

Given = dict[str, Any]
"""Attribute name → what was typed: a text, or a tuple of texts."""

RARE = ("anchor", "known_from", "tags", "relations", "becomes", "set")
"""Fields that are given by options or in a document, not in a dialogue."""

NEW: dict[str, type[Event]] = {"actor": Actor, "measure": Measure, "source": Source}

SHORT = {
    "actor": ("name", "kind"),
    "measure": ("unit", "place"),
    "source": ("title", "publisher", "published"),
}
"""What is asked of somebody or something new; the rest can be corrected later."""


def dialogue(ledger: Ledger) -> None:
    """Ask for one event, show how it is read, record it with what it names anew.

    Raises UsageError where nobody can be asked.
    """
    somebody("for the event", "name its type: pledger add announcement --help")
    say(f"An empty answer takes what stands in [brackets]; {NOTHING} leaves a field out.")
    say("A date is a day, or words as the source has them; numbers too are given in its words.")
    cls = GIVEN[choose(f"type ({', '.join(_types())})", _types(), proposal="statement")]
    given: Given = {}
    created: dict[str, Given] = {}
    while True:
        given, created = _asked(ledger, cls, given, created)
        try:
            document, new = document_of(cls, given), list(created.values())
            tried = ledger.record(document, create=new, dry_run=True, run=RUN)
        except (InputRefusedError, UsageError, ConflictError) as refusal:
            refuse(refusal)
            if not confirm("answer again? (your answers are proposed)"):
                raise click.Abort from None
            continue
        if not agree(tried, yes=False):
            raise click.Abort
        tell(ledger.record(document, create=new, run=RUN))
        return


def _types() -> list[str]:
    return [name for name in GIVEN if name not in ("correction", "retraction")]


def _asked(
    ledger: Ledger, cls: type[Event], before: Given, declared: Mapping[str, Given]
) -> tuple[Given, dict[str, Given]]:
    """The answers, and the declarations of whom and what they name anew, by id.

    What was answered and declared before is proposed.
    """
    proposed = ledger.proposals() if cls.ABOUT_WORLD else {}
    given: Given = {}
    created: dict[str, Given] = {}
    for attribute in _fields(cls):
        proposal = before.get(attribute.name) or proposed.get(key_of(attribute))
        answers = []
        for text in _answers(cls, attribute, proposal):
            answers.append(text)
            # What an answer names anew is declared before the next question is put.
            for kind, id in _named(attribute, text):
                if id not in created and ledger.kind_of(id) is None:
                    declaration = _declaration(ledger, kind, id, declared.get(id, {}))
                    created |= {id: declaration} if declaration else {}
        if answers:
            given[attribute.name] = tuple(answers) if many(cls, attribute) else answers[0]
    return given, created


def _named(attribute: attrs.Attribute[Any], text: str) -> Iterator[tuple[str, str]]:
    """The actors, measures and sources that an answer names by id."""
    if attribute.name == "commits":
        with suppress(UsageError):  # told when the document is made
            pairs = read_pairs(text, "commits")
            for inner in attrs.fields(Commitment):
                named = pairs.get(inner.name)
                if isinstance(named, str):
                    yield from _named(inner, named)
        return
    kind = "source" if attribute.name == "sources" else attribute.metadata.get("refers")
    if kind in DECLARED and is_id(text):
        yield kind, text


def _fields(cls: type[Event]) -> list[attrs.Attribute[Any]]:
    """What is asked for: source, day and id; what must be given; the rest, place and note last."""
    every = [one for one in attrs.fields(cls) if one.name not in RARE]
    first = ("sources", "occurred", "id") if cls.ABOUT_WORLD else ("id",)
    last = ("sources", "occurred", "place", "note")

    def rank(one: attrs.Attribute[Any]) -> tuple[int, int]:
        if one.name in first:
            return 0, first.index(one.name)
        if one.name in last:
            return 3, last.index(one.name)
        return (1, 0) if one.default is attrs.NOTHING else (2, 0)

    return sorted(every, key=rank)


def _answers(cls: type[Event], attribute: attrs.Attribute[Any], proposal: Any) -> Iterator[str]:
    needed = attribute.default is attrs.NOTHING
    question = asked_for(cls, attribute)
    if not many(cls, attribute):
        choices = attribute.metadata.get("choices")
        if choices and needed:
            yield choose(question, choices, proposal=proposal)
        elif (answer := ask(question, proposal=proposal, needed=needed)) is not None:
            yield answer
        return
    held = [proposal] if isinstance(proposal, str) else list(proposal or ())
    count = 0
    while True:
        proposed = held[count] if count < len(held) else None
        asking = question if count == 0 else f"{key_of(attribute)}, another"
        answer = ask(asking, proposal=proposed, needed=needed and count == 0)
        if answer is None:
            return
        yield answer
        count += 1


def _declaration(ledger: Ledger, kind: str, id: str, before: Given) -> Given | None:
    """The declaration of somebody or something unknown, if the writer wants one."""
    near = ledger.like(id, kind)
    meant = f"; did you mean {near!r}?" if near else ""
    say(f"  no {kind} {visible(id)!r} is known{meant}")
    if not confirm(f"  declare the {kind} {visible(id)!r}?", default=near is None):
        return None
    cls = NEW[kind]
    fields: Mapping[str, attrs.Attribute[Any]] = attrs.fields_dict(cls)
    declaration: Given = {"type": kind, "id": id}
    for name in SHORT[kind]:
        key = key_of(fields[name])
        answer = next(_answers(cls, fields[name], before.get(key)), None)
        if answer is not None:
            declaration[key] = answer
    return declaration
