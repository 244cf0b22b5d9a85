"""Fields on the command line: `key=value; key=value` for what documents give as a mapping."""

from __future__ import annotations

import re
from typing import Any

from ledger.errors import UsageError


def read_pairs(text: str, option: str) -> dict[str, Any]:
    r"""A mapping from `key=value; key=value`; semicolons, since numbers and dates contain commas.

    `due.event=ID` nests, `\;` is a semicolon of the value. Raises UsageError for what is no pair.
    """
    found: dict[str, Any] = {}
    for part in re.split(r"(?<!\\);", text):
        if not part.strip():
            continue
        key, equals, value = part.partition("=")
        name = key.strip().replace("-", "_")
        if not equals or not name:
            raise UsageError(
                f"{option}: {part.strip()!r} is no key=value",
                hint=f"{option} 'id=…; due=by May next year; at_most=3,000'",
            )
        _put(found, name.split("."), value.strip().replace("\\;", ";"), option)
    return found


def _put(holder: dict[str, Any], path: list[str], value: str, option: str) -> None:
    head, rest = path[0], path[1:]
    if not rest:
        if isinstance(holder.get(head), dict):
            holder[head]["phrase"] = value
        elif head in holder:
            raise UsageError(f"{option}: {head} is given twice")
        else:
            holder[head] = value
        return
    inner = holder.setdefault(head, {})
    if isinstance(inner, str):
        # `due=ahead of the election; due.event=election-2020`: the words come first.
        inner = holder[head] = {"phrase": inner}
    _put(inner, rest, value, option)


def read_value(text: str, option: str, keys: frozenset[str]) -> Any:
    """Text, or a mapping where it starts with one of these keys and an equals sign."""
    match = re.match(r"\s*([\w-]+)\s*=", text)
    if match and match[1].replace("-", "_") in keys:
        return read_pairs(text, option)
    return text


def read_setting(text: str) -> tuple[str, str]:
    """`field=value` of a correction. Raises UsageError for what is none."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise UsageError(f"--set: {text!r} is no field=value", hint="--set quote='the exact words'")
    return path.strip(), value
