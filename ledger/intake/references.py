"""An id in a field: it must name something that is known, and of the kind that the field means."""

from __future__ import annotations

import unicodedata

from ledger.intake.lookalike import strange_in
from ledger.intake.names import Names
from ledger.intake.node import Scalar
from ledger.intake.problems import BadValueError
from ledger.intake.wording import a, quoted
from ledger.model.event_types import BY_NAME

DECLARED = ("actor", "measure", "source")
"""What a writer may still have to declare."""


def reference(node: Scalar, refers: str, names: Names) -> str:
    """The id, where it names what the field refers to. Raises BadValueError."""
    id = node.text
    if names.fits(id, refers):
        return id
    mark = node.mark
    noun = "event or commitment" if refers == "thing" else refers
    kind = names.kind_of(id)
    if kind is not None:
        raise BadValueError(mark.problem(f"{quoted(id)} is {a(kind)}, not {a(noun)}"))
    near = names.near(id, refers)
    hint = f"declare it: - {{type: {refers}, id: {id}, …}}" if refers in DECLARED else None
    strange = strange_in(id, near) if near else None
    if strange:
        # Two names that look the same explain nothing; the letter that differs does.
        hint = f"it holds {_named(strange)}, which only looks like the usual letter"
    elif len(id) > 200:
        hint = None
    raise BadValueError(mark.problem(f"no {noun} {quoted(id)} is known", near=near, hint=hint))


def dated_event(node: Scalar, names: Names) -> str:
    """The id of an event about the world, on which a day can hang. Raises BadValueError."""
    id = reference(node, "event", names)
    cls = BY_NAME.get(names.kind_of(id) or "")
    if cls is not None and not cls.ABOUT_WORLD:
        raise BadValueError(node.mark.problem(
            f"{quoted(id)} is {a(cls.TYPE)}, which has no day for another to hang on"))  # fmt: skip
    return id


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
