"""`pledger add TYPE`: records one event; the options follow from the type's fields."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import attrs
import click

from ledger.cli.creating import creating, read_created
from ledger.cli.door import Told
from ledger.cli.examples import example
from ledger.cli.fields import read_pairs, read_value
from ledger.cli.options import beside, yes
from ledger.cli.receipts import agree, tell
from ledger.errors import UsageError
from ledger.intake.plans import hints, kinds
from ledger.model.commitment import Commitment, Given
from ledger.model.day import Day, Due
from ledger.model.event import Citation, Described, Event, Relation
from ledger.model.event_types import GIVEN
from ledger.model.fields import key_of

RUN = "pledger add"

_FLAGS = {"commits": "commit", "relations": "relation", "tags": "tag", "credits": "credit",
          "aliases": "alias", "parties": "party", "actors": "actor"}  # fmt: skip
"""Options that are given once for each member are named in the singular."""

_KEYS: dict[type[Any], frozenset[str]] = {
    cls: frozenset(key_of(attribute) for attribute in attrs.fields(cls))
    for cls in (Citation, Described, Relation, Given)
}
_KEYS[Day] = frozenset({"phrase", "event", "edtf", "earliest", "latest"})
_KEYS[Due] = frozenset({"phrase", "event", "lo", "hi"})


class _Types(click.Group):
    """One command for each event type."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(GIVEN)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        cls = GIVEN.get(cmd_name)
        return None if cls is None else command_for(cls)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in GIVEN and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], GIVEN, n=1, cutoff=0.4)
            did_you_mean = f"; did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"there is no event type {args[0]!r}{did_you_mean}")
        return super().resolve_command(ctx, args)


@click.group(
    "add",
    cls=_Types,
    invoke_without_command=True,
    no_args_is_help=False,
    epilog=f"Example: {example('level')}",
)
@beside
@click.pass_context
def add(ctx: click.Context, /) -> None:
    """Record one event. `pledger add TYPE --help` lists the fields of a type.

    Without a type you are asked for everything; the last event's source and place are proposed,
    and whom or what you name anew can be declared on the way.
    """
    if ctx.invoked_subcommand is not None:
        return
    from ledger.cli.adding import dialogue

    told: Told = ctx.obj
    with told.ledger() as ledger:
        dialogue(ledger)


def command_for(
    cls: type[Event], *, name: str | None = None, given: str | None = None
) -> click.Command:
    """The command that records one event of a type.

    `name` is what it is called, where that is not the type; `given` the field that is given without
    an option.
    """

    def record(told: Told, /, *, yes: bool, create: tuple[str, ...], **given: Any) -> None:
        document, created = document_of(cls, given), read_created(create)
        with told.ledger() as ledger:
            tried = ledger.record(document, create=created, dry_run=True, run=RUN)
            if not agree(tried, yes=yes):
                raise click.Abort
            tell(ledger.record(document, create=created, run=RUN), tried=tried)

    record.__doc__ = cls.__doc__
    made: Any = creating(yes(beside(click.pass_obj(record))))
    epilog = None if name else f"Example: {example(cls.TYPE)}"
    command = click.command(name or cls.TYPE, epilog=epilog)(made)
    command.params[:0] = [
        click.Argument([attribute.name], metavar="ID")
        if attribute.name == given
        else _option(cls, attribute)
        for attribute in attrs.fields(cls)
        if attribute.name not in ("becomes", "removes")
    ]
    return command


def document_of(cls: type[Event], given: Mapping[str, Any]) -> dict[str, Any]:
    """The document of an event from the texts of its options, by attribute name.

    Raises UsageError for text that is no pairs where pairs are needed.
    """
    document: dict[str, Any] = {"type": cls.TYPE}
    for attribute in attrs.fields(cls):
        value = given.get(attribute.name)
        if value not in (None, ()):
            document[key_of(attribute)] = _read(cls, attribute, value)
    return document


def many(cls: type[Event], attribute: attrs.Attribute[Any]) -> bool:
    """Whether a field takes several values."""
    return any(getattr(kind, "__origin__", None) is tuple
               for kind in kinds(hints(cls)[attribute.name]))  # fmt: skip


def asked_for(cls: type[Event], attribute: attrs.Attribute[Any]) -> str:
    """What a field is asked for by: its key, what it means, its choices."""
    choices = attribute.metadata.get("choices")
    words = f": {', '.join(choices)}" if choices else ""
    pairs = " as id=…; debtor=…; due=…" if attribute.name == "commits" else ""
    return f"{key_of(attribute)} ({attribute.metadata['help']}{words}{pairs})"


def _also_one(cls: type[Event], attribute: attrs.Attribute[Any]) -> bool:
    """Whether a field takes a value of its own beside a list: so many sites, or which."""
    return any(getattr(kind, "__origin__", None) is not tuple and kind is not type(None)
               for kind in kinds(hints(cls)[attribute.name]))  # fmt: skip


def _option(cls: type[Event], attribute: attrs.Attribute[Any]) -> click.Option:
    key = key_of(attribute)
    flag = _FLAGS.get(key, key).replace("_", "-")
    help = str(attribute.metadata["help"])
    choices = attribute.metadata.get("choices")
    if choices:
        help += f": {', '.join(choices)}"
    if attribute.name == "commits":
        help += " ('id=…; debtor=…; due=…; at_most=3,000')"
    metavar = "PAIRS" if key in ("commits", "relations", "set") else "TEXT"
    several = many(cls, attribute) or key == "set"
    return click.Option([f"--{flag}", attribute.name], help=help, multiple=several,
                        metavar=metavar)  # fmt: skip


def _read(cls: type[Event], attribute: attrs.Attribute[Any], value: Any) -> Any:
    key = key_of(attribute)
    option = f"--{_FLAGS.get(key, key)}"
    if key == "set":
        pairs: dict[str, Any] = {}
        for text in value:
            path, equals, new = text.partition("=")
            if not equals:
                raise UsageError(f"{option}: {text!r} is no field=value")
            pairs[path.strip()] = new
        return pairs
    members = [_one(cls, attribute, text, option) for text in
               (value if isinstance(value, tuple) else (value,))]  # fmt: skip
    if isinstance(value, tuple) and not (len(members) == 1 and _also_one(cls, attribute)):
        return members
    return members[0]


def _one(cls: type[Event], attribute: attrs.Attribute[Any], text: str, option: str) -> Any:
    inner = [member for kind in kinds(hints(cls)[attribute.name])
             for member in (kinds(kind.__args__[0]) if hasattr(kind, "__args__") else (kind,))]  # fmt: skip
    if Commitment in inner or Relation in inner:
        return read_pairs(text, option)
    keys = frozenset().union(*(_KEYS[kind] for kind in inner if kind in _KEYS))
    return read_value(text, option, keys) if keys else text
