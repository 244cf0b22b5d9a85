"""`--create`: declares an actor, a measure or a source in the transaction of what names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from ledger.cli.door import say
from ledger.cli.fields import read_pairs
from ledger.errors import UsageError
from ledger.visible import visible

F = TypeVar("F", bound=Callable[..., Any])

MAIN = {"actor": "kind", "measure": "unit", "source": "title"}
"""The field whose value stands right behind the id; the others follow as field=value."""

EXAMPLE = "--create 'actor:taliban=organisation; name=Taliban', --create measure:guards=soldiers"


def creating(command: F) -> F:
    """The option; a command takes it as `create`."""
    return click.option(
        "--create",
        multiple=True,
        metavar="TYPE:ID=VALUE",
        help="Declare it, if unknown: actor:ID=KIND, measure:ID=UNIT, source:ID=TITLE; more fields "
        "follow as '; field=value'. May be repeated.",
    )(command)


def read_created(given: Iterable[str]) -> list[dict[str, Any]]:
    """The declarations that the options make. Raises UsageError for what is none.

    An actor without a name is called by its id, which is said.
    """
    return [_declaration(text) for text in given]


def _declaration(text: str) -> dict[str, Any]:
    kind, colon, rest = text.partition(":")
    kind = kind.strip()
    id, equals, value = rest.partition("=")
    if kind not in MAIN or not colon or not id.strip() or not equals or not value.strip():
        raise UsageError(f"--create: {text!r} declares nothing", hint=EXAMPLE)
    fields = read_pairs(f"{MAIN[kind]}={value}", "--create")
    if kind == "actor" and "name" not in fields:
        fields["name"] = id.strip()
        say(f"actor {visible(id.strip())}: called by its id, as no name is given")
    return {"type": kind, "id": id.strip(), **fields}
