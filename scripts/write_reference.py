"""Write docs/reference.md from the program itself: events, terms, questions, formats, commands.

Examples:
    python scripts/write_reference.py
    python scripts/write_reference.py --check
"""

from __future__ import annotations

import argparse
import inspect
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import click
import yaml

from ledger.cli.add import document_of
from ledger.cli.examples import example
from ledger.cli.group import COMMANDS, PLEDGER
from ledger.cli.questions import EXAMPLES
from ledger.formats import FORMATS
from ledger.model.commitment import Commitment
from ledger.model.event import Citation, Described, Event, Relation
from ledger.model.event_types import EVENT_TYPES
from ledger.model.fields import key_of
from ledger.service.asking import QUESTIONS, Question
from ledger.settings import SETTINGS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"


VERBS = {"redaction": "redact"}
"""The commands that record what documents cannot give."""


def page() -> str:
    """The whole page."""
    return "\n".join([*_head(), *_events(), *_questions(), *_formats(), *_commands(), *_settings()])


def _head() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Every event type, question, format and command with its fields, filters and options. What"
    yield "they mean together is told in [domain.md](domain.md). This page is made from the program by"
    yield "`python scripts/write_reference.py`; a test checks that it is current."
    yield ""


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield ""


def _fields(cls: type[Any], *, but: frozenset[str] = frozenset()) -> Iterator[str]:
    """The fields of a class, as documents give them."""
    rows = []
    for attribute in attrs.fields(cls):
        if attribute.name in but or attribute.name in ("becomes", "restates"):
            continue
        help = attribute.metadata["help"]
        if choices := attribute.metadata.get("choices"):
            help += ": " + ", ".join(f"`{word}`" for word in choices)
        needed = "yes" if attribute.default is attrs.NOTHING else ""
        rows.append((f"`{key_of(attribute)}`", needed, help))
    yield from _table(("field", "needed", "meaning"), rows)


def _events() -> Iterator[str]:
    common = frozenset(attribute.name for attribute in attrs.fields(Event))
    yield "## Events"
    yield ""
    yield "Fields that every event may have:"
    yield ""
    yield from _fields(Event)
    for cls in EVENT_TYPES:
        yield f"### {cls.TYPE}"
        yield ""
        yield inspect.cleandoc(f"{cls.__doc__}")  # CPython 3.13 does so itself
        yield ""
        yield from _fields(cls, but=common)
        if cls.GIVEN:
            yield from _example(cls)
        else:
            yield f"Never given in a document; `pledger {VERBS[cls.TYPE]}` records it."
            yield ""
    for title, part in (("A commitment, in `commits`", Commitment), ("A source, in `source`", Citation),
                        ("A relation, in `relations`", Relation),
                        ("Somebody who is described, not named", Described)):  # fmt: skip
        yield f"### {title}"
        yield ""
        yield from _fields(part)


def _example(cls: type[Event]) -> Iterator[str]:
    """The same event on the command line and in a document."""
    line = example(cls.TYPE)
    yield "On the command line, and in a document:"
    yield ""
    yield from _code(line)
    _, _, name, *arguments = shlex.split(line)
    group = PLEDGER.get_command(click.Context(PLEDGER), "add")
    assert isinstance(group, click.Group)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    given = command.make_context(name, arguments, obj=None).params
    document = yaml.safe_dump([document_of(cls, given)], sort_keys=False, allow_unicode=True,
                              width=96)  # fmt: skip
    yield "```yaml"
    yield document.rstrip()
    yield "```"
    yield ""


def _code(line: str) -> Iterator[str]:
    yield f"    {line}"
    yield ""


def _questions() -> Iterator[str]:
    yield "## Questions"
    yield ""
    yield "Each takes the three clocks and `-o`; in Python they are put with `ledger.ask(name, …)`."
    yield ""
    for question in QUESTIONS:
        yield f"### {question.name}"
        yield ""
        yield question.help
        if question.aliases:
            yield f"Also called {', '.join(f'`{alias}`' for alias in question.aliases)}."
        yield ""
        yield from _code(EXAMPLES[question.name])
        yield from _table(("filter", "meaning"), _filters(question))
        yield from _table(
            ("column", "meaning"), ((f"`{each.name}`", each.help) for each in question.columns)
        )


def _filters(question: Question) -> Iterator[tuple[str, str]]:
    for each in question.filters:
        words = ", ".join(f"`{word}`" for word in each.choices)
        yield f"`{each.name}`", f"{each.help}{f': {words}' if words else ''}"


def _formats() -> Iterator[str]:
    yield "## Formats"
    yield ""
    yield "An answer is written with `-o`:"
    yield ""
    yield from _code("pledger commitments --as-of 2020-10-01 -o json")
    yield from _table(
        ("format", "media type", "what it is"),
        ((f"`{each.name}`", each.media_type, each.help) for each in FORMATS),
    )


def _commands() -> Iterator[str]:
    yield "## Commands"
    yield ""
    for heading, commands in COMMANDS.items():
        yield f"### {heading}"
        yield ""
        for name in commands:
            found = PLEDGER.get_command(click.Context(PLEDGER), name)
            assert found is not None
            yield from _command(f"pledger {name}", found)


def _command(name: str, command: click.Command) -> Iterator[str]:
    if isinstance(command, click.Group):
        yield f"#### {name} …"
        yield ""
        yield from _help(command)
        context = click.Context(command)
        if name == "pledger add":
            yield "One command for each event type; its options are the fields of the type, above."
            yield ""
            yield from _code((command.epilog or "").removeprefix("Example: "))
            return
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            yield from _command(f"{name} {each}", found)
        return
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    shown = " ".join([name, *(each.metavar or str(each.name).upper() for each in arguments)])
    yield f"#### {shown}"
    yield ""
    yield from _help(command)
    yield from _code((command.epilog or "").removeprefix("Example: "))
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield from _table(("option", "meaning"), (_option(each) for each in options))


def _help(command: click.Command) -> Iterator[str]:
    yield from (line.strip() for line in (command.help or "").strip().splitlines())
    yield ""


def _option(option: click.Option) -> tuple[str, str]:
    names = ", ".join(f"`{name}`" for name in option.opts)
    metavar = f" {option.metavar}" if option.metavar and not option.is_flag else ""
    help = option.help or ""
    if isinstance(option.type, click.Choice):
        help += " " + ", ".join(f"`{word}`" for word in option.type.choices)
    return f"{names}{metavar}", help


def _settings() -> Iterator[str]:
    yield "## Settings"
    yield ""
    yield "In `./pledger.toml` or the user's own `pledger.toml`; an option or a variable comes first."
    yield ""
    yield from _code('db = "peace.db"')
    yield from _table(
        ("setting", "variable", "default", "meaning"),
        ((f"`{each.name}`", f"`{each.variable}`", each.default, each.help) for each in SETTINGS),
    )


def main() -> int:
    """Write the page, or say whether it is current."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only say whether the page is current")
    given = parser.parse_args()
    text = page().rstrip("\n") + "\n"
    if given.check:
        if PAGE.is_file() and PAGE.read_text("utf-8") == text:
            return 0
        print(f"{PAGE.name} is not current: run {Path(__file__).name}", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(f"wrote {PAGE.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
