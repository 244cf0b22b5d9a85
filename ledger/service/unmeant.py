"""Events that a program built: they are refused where they name what does not exist, or misquote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ledger.errors import InputRefusedError, Problem
from ledger.intake.quotation import find
from ledger.intake.wording import meant
from ledger.model.event import Event
from ledger.model.fields import is_id
from ledger.model.paths import patched
from ledger.model.records import Correction
from ledger.model.references import references
from ledger.model.said import Statement
from ledger.model.tags import declared_by
from ledger.service.known import LedgerKnown


def refuse_unmeant(events: Iterable[Event], known: LedgerKnown) -> None:
    """Refuses events built by a program that name what does not exist, or misquote a text.

    Documents are held to the same where they are read. Raises InputRefusedError with every
    problem.
    """
    every = list(events)
    own = {event.id: event.TYPE for event in every if event.id}
    own |= {id: "commitment" for event in every for id in declared_by(event)}
    problems = []
    for event in every:
        where = event.id or event.TYPE
        if event.id and not is_id(event.id):
            says = f"{event.id!r} is no id"
            hint = "one word, not only digits: us-iraq-3000"
            problems.append(Problem(sentence=says, file=where, hint=hint))
        if isinstance(event, Correction):
            problems += _without_effect(event, where, every, known)
        for reference in references(event):
            kind = own.get(reference.id) or known.kind_of(reference.id)
            wanted = reference.refers
            fits = kind is not None and (
                wanted in ("thing", kind) or (wanted == "event" and kind != "commitment")
            )
            if not fits:
                problems.append(
                    Problem(
                        sentence=f"{reference.path}: no {wanted} {reference.id!r} is known",
                        file=where,
                        near=meant(reference.id, chain(own, known.names(wanted))),
                    )
                )
        if isinstance(event, Statement) and event.quote is not None:
            texts = {c.source: t for c in event.sources if (t := known.text_of(c.source))}
            if texts and not any(find(event.quote, text) for text in texts.values()):
                says = f"quote: not in the text of {', '.join(texts)}"
                problems.append(Problem(sentence=says, file=where))
    if problems:
        raise InputRefusedError(problems)


def _without_effect(
    event: Correction, where: str, every: Sequence[Event], known: LedgerKnown
) -> Iterator[Problem]:
    """A correction says twice what changes, as given and as read; only the second has an effect."""
    target = next((one for one in every if one.id == event.of), None) or known.event(event.of)
    hint = "ledger.correct reads the new values and fills in becomes"
    if not event.becomes:
        yield Problem(sentence="becomes: nothing would change", file=where, hint=hint)
    elif target is not None:  # what is not known is told with the other references
        try:
            patched(target, event.becomes)
        except ValueError as error:
            yield Problem(sentence=f"becomes: {error}", file=where, hint=hint)
