"""How a stored field says what it means: its help text, what it refers to, which tag it gives.

Every public attribute of an event is declared through `told`, so that the command line, the
document reader, the reference pages and the tags all follow from the class alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from attrs import NOTHING, Attribute, field

# An id is one word: letters and digits of any script and - _ / . : @ + ' inside; it never looks
# like a position (digits alone), so that `show 17` and `show us-iraq-3000` cannot be confused.
_ID = re.compile(r"[^\W_](?:[\w/.:@+'\-]*[\w+'])?", re.UNICODE)

Refers = str
"""What an id in a field must name: actor, measure, source, event, commitment, thing (any id)."""


def is_id(text: str) -> bool:
    """Whether `text` can name an event, actor, source, measure or commitment."""
    return (
        len(text) <= 200
        and _ID.fullmatch(text) is not None
        and not text.isdecimal()
        and text != "none"
    )


def told(
    help: str,
    *,
    default: Any = NOTHING,
    factory: Callable[[], Any] | None = None,
    of: Any = None,
    refers: Refers | None = None,
    choices: Iterable[str] | None = None,
    key: str | None = None,
    validator: Any = None,
    given: bool = True,
    removable: bool = False,
) -> Any:
    """An attrs field that carries its meaning.

    `of` is the type (or tuple of types) its value, or each member of its tuple, must have;
    `refers` what its id must name; `choices` the closed list of words; `key` the name under which
    documents give it, where that differs; `given=False` keeps it out of the form as given, from
    which ids are derived; `removable` terms may be given as `none`.
    """
    metadata: dict[str, Any] = {"help": help, "given": given}
    if refers:
        metadata["refers"] = refers
    if removable:
        metadata["removable"] = True
    if choices is not None:
        metadata["choices"] = tuple(choices)
    if key:
        metadata["key"] = key
    checks: list[Check] = [validator] if validator else []
    if of is not None:
        checks.append(_is_of(of))
    if choices is not None:
        checks.append(_chosen(tuple(choices)))
    if refers:
        checks.append(_names_ids)
    every = _unless_default(checks) if checks else None
    if factory is not None:
        return field(factory=factory, metadata=metadata, validator=every)
    return field(default=default, metadata=metadata, validator=every)


def key_of(attribute: Attribute[Any]) -> str:
    """The key under which documents give this attribute."""
    return str(attribute.metadata.get("key", attribute.name))


Check = Callable[[Any, "Attribute[Any]", Any], None]


def _unless_default(checks: Iterable[Check]) -> Check:
    """All of these checks, of what is not simply left as it is where nothing is given."""
    every = tuple(checks)

    def check(instance: Any, attribute: Attribute[Any], value: Any) -> None:
        if value is not attribute.default:
            for each in every:
                each(instance, attribute, value)

    return check


def _is_of(kinds: Any) -> Check:
    def check(_: Any, attribute: Attribute[Any], value: Any) -> None:
        members = value if isinstance(value, tuple) else (value,)
        for member in members:
            if member is None and attribute.default is None:
                continue
            # bool is an int in Python, never in a ledger.
            if not isinstance(member, kinds) or (isinstance(member, bool) and kinds is int):
                raise TypeError(f"{attribute.name} cannot hold {member!r}")

    return check


def _chosen(choices: tuple[str, ...]) -> Check:
    def check(_: Any, attribute: Attribute[Any], value: Any) -> None:
        if value is not None and value not in choices:
            raise ValueError(f"{attribute.name} is one of {', '.join(choices)}, not {value!r}")

    return check


def _names_ids(_: Any, attribute: Attribute[Any], value: Any) -> None:
    for member in value if isinstance(value, tuple) else (value,):
        if isinstance(member, str) and not is_id(member):
            raise ValueError(f"{attribute.name}: {member!r} is no id (one word, not only digits)")
