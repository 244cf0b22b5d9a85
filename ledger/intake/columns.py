"""Which column of a table means which field of an event: what a CSV file leaves unsaid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ledger.errors import UsageError
from ledger.intake.wording import meant, quoted

TABLES = ("columns", "const", "split")
"""What a map in TOML may hold, besides `delimiter`."""


def _texts(_: Any, attribute: Any, value: Mapping[str, str]) -> None:
    for path, text in value.items():
        if not isinstance(text, str) or not text:
            raise UsageError(f"{attribute.name}: {path} takes a text that is not empty")


@frozen(kw_only=True)
class Columns:
    """Fields by path (`value`, `source.at`, `commits.due`) and where their values come from.

    `columns` names a column by its heading, `const` gives the same value to every row, `split`
    says by what the members of a list are separated in a cell. Without `columns`, the headings are
    the paths themselves. Raises UsageError where a field is given twice.
    """

    columns: Mapping[str, str] = field(factory=dict, validator=_texts)
    const: Mapping[str, str] = field(factory=dict, validator=_texts)
    split: Mapping[str, str] = field(factory=dict, validator=_texts)
    delimiter: str = ","

    def __attrs_post_init__(self) -> None:
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n':
            raise UsageError(f"the delimiter is one character, not {self.delimiter!r}")
        twice = sorted(set(self.columns) & set(self.const))
        if twice:
            raise UsageError(f"{twice[0]} is given by a column and as a constant")
        paths = [*self.columns, *self.const]
        for path in paths:
            inside = next((other for other in paths if other.startswith(f"{path}.")), None)
            if inside:
                raise UsageError(
                    f"{path} and {inside} cannot both be given",
                    hint=f"name the part of {path} that is meant",
                )

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any], name: str) -> Columns:
        """The map that a TOML file holds; `name` is shown. Raises UsageError for what is none."""
        for key in given:
            if key not in (*TABLES, "delimiter"):
                near = meant(key, (*TABLES, "delimiter"))
                raise UsageError(
                    f"{name}: a map has no {quoted(key)}",
                    hint=f"did you mean {near!r}?" if near else f"it has {', '.join(TABLES)}",
                )
        tables: dict[str, Any] = {key: given.get(key, {}) for key in TABLES}
        for key, table in tables.items():
            if not isinstance(table, Mapping):
                raise UsageError(f"{name}: {key} is a table", hint=f'[{key}]\nvalue = "Troops"')
        delimiter = given.get("delimiter", ",")
        if not isinstance(delimiter, str):
            raise UsageError(f"{name}: the delimiter is one character")
        return cls(**{key: _flat(table) for key, table in tables.items()}, delimiter=delimiter)

    def with_(self, *, columns: Mapping[str, str], const: Mapping[str, str]) -> Columns:
        """This map, in which these fields come from elsewhere."""
        given = {**columns, **const}
        return Columns(
            columns={k: v for k, v in self.columns.items() if k not in given} | dict(columns),
            const={k: v for k, v in self.const.items() if k not in given} | dict(const),
            split=self.split,
            delimiter=self.delimiter,
        )


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A table of TOML with dotted paths for its inner tables: commits.due = "Deadline"."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = value
    return found
