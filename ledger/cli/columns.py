"""Options that say what the columns of a CSV file mean: --map, --column, --const."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledger.errors import UsageError

if TYPE_CHECKING:
    from ledger.intake.columns import Columns

F = TypeVar("F", bound=Callable[..., Any])


def mapping(command: F) -> F:
    """The options; a command takes them as `map`, `column` and `const`."""
    for option in (
        click.option("--const", multiple=True, metavar="FIELD=TEXT",
                     help="CSV: the same value for every row. May be repeated."),
        click.option("--column", multiple=True, metavar="FIELD=COLUMN",
                     help="CSV: which column gives a field, by its heading. May be repeated."),
        click.option("--map", metavar="FILE",
                     help="CSV: a TOML file with the tables columns, const and split."),
    ):  # fmt: skip
        command = option(command)
    return command


def read_columns(map: str | None, column: Iterable[str], const: Iterable[str]) -> Columns | None:
    """What the columns mean; None where no option says so. Options win over the file.

    Raises UsageError for what says nothing, NotFoundError where there is no such file.
    """
    from ledger.intake.columns import Columns

    columns, constants = _pairs(column, "--column"), _pairs(const, "--const")
    if map is None and not columns and not constants:
        return None
    held = Columns() if map is None else Columns.from_mapping(_toml(map), map)
    return held.with_(columns=columns, const=constants)


def _pairs(given: Iterable[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given:
        path, equals, value = text.partition("=")
        if not equals or not path.strip() or not value:
            raise UsageError(f"{option}: {text!r} is no pair", hint=f"{option} value=Troops")
        if path.strip() in found:
            raise UsageError(f"{option}: {path.strip()} is given twice")
        found[path.strip()] = value
    return found


def _toml(file: str) -> dict[str, Any]:
    from ledger.cli.documents import read

    try:
        return tomllib.loads(read(file).decode("utf-8"))
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8", hint="save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(
            f"{file} is not TOML: {error}", hint='[columns]\nvalue = "Troops"'
        ) from error
