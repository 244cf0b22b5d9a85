"""Every stored field says what it means and bears a name that JSON, Python and people can use."""

from __future__ import annotations

import builtins
import dataclasses
import keyword
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from ledger.model.event_types import EVENT_TYPES
from ledger.model.fields import is_id, told

TYPES = {name for name in dir(builtins) if isinstance(getattr(builtins, name), type)}


def classes() -> Iterator[type[Any]]:
    """Every event type and every class nested in one."""
    seen: set[Any] = set()
    queue: list[Any] = list(EVENT_TYPES)
    while queue:
        hint = queue.pop()
        if attrs.has(hint) and hint not in seen:
            seen.add(hint)
            yield hint
            queue += get_type_hints(hint).values()
        queue += get_args(hint)


FIELDS = sorted(
    ((cls, attribute) for cls in classes() for attribute in attrs.fields(cls)),
    key=lambda pair: (pair[0].__name__, pair[1].name),
)
every_field = pytest.mark.parametrize(
    "attribute", [attribute for _, attribute in FIELDS],
    ids=[f"{cls.__name__}.{attribute.name}" for cls, attribute in FIELDS],
)  # fmt: skip


@every_field
def test_no_field_is_a_python_keyword_or_a_builtin_type(attribute: attrs.Attribute[Any]) -> None:
    """The reader of stored bytes cannot rename fields, and would drop what it does not know."""
    assert not keyword.iskeyword(attribute.name)
    # A correction's `set` is a word of the contract; it shadows nothing that its class uses.
    assert attribute.name not in TYPES - {"set"}


@pytest.mark.parametrize("cls", EVENT_TYPES)
def test_every_field_of_an_event_has_a_help_text(cls: type[Any]) -> None:
    """Command line, reference pages and refusals print it."""
    nested = [c for c in classes() if c.__module__.startswith("ledger.model")]
    for holder in (cls, *nested):
        for attribute in attrs.fields(holder):
            assert attribute.metadata["help"].strip()


@pytest.mark.parametrize("cls", list(classes()))
def test_every_class_is_frozen_and_named_by_keyword_only(cls: type[Any]) -> None:
    """What is recorded never changes, and a new field never shifts the meaning of an old call."""
    assert not dataclasses.is_dataclass(cls)
    assert all(attribute.kw_only for attribute in attrs.fields(cls))
    made = object.__new__(cls)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, attrs.fields(cls)[0].name, "changed")


def test_types_have_stable_names_of_their_own() -> None:
    """Never a class path."""
    names = [cls.TYPE for cls in EVENT_TYPES]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name == name.lower() for name in names)


@pytest.mark.parametrize("id", ["us-iraq-3000", "us-forces/iraq", "a", "Ελλάδα", "x_1", "4.5-deal"])
def test_one_word_is_an_id(id: str) -> None:
    """Letters and digits of any script, and some marks inside."""
    assert is_id(id)


@pytest.mark.parametrize("id", ["", "17", "٣", "two words", "-a", "a-", "none", "a" * 201, "a\n"])
def test_what_looks_like_a_position_or_like_words_is_no_id(id: str) -> None:
    """So that `show 17` and `show us-iraq-3000` cannot be confused."""
    assert not is_id(id)


@attrs.frozen(kw_only=True)
class Holder:
    count: int | None = told("how many", default=None, of=int)
    word: str | None = told("one of two", default=None, choices=("this", "that"))
    to: str | None = told("whom", default=None, refers="actor")
    many: tuple[str, ...] = told("several", default=(), of=str)


def test_a_field_refuses_values_of_another_type() -> None:
    """True is an int to Python, never to a ledger."""
    for values in ({"count": True}, {"count": "5"}, {"many": ("a", 5)}):
        with pytest.raises(TypeError):
            Holder(**values)


def test_a_field_refuses_words_outside_its_list_and_what_is_no_id() -> None:
    """With a sentence that names the field."""
    with pytest.raises(ValueError, match="word is one of this, that"):
        Holder(word="other")
    with pytest.raises(ValueError, match="to: 'two words' is no id"):
        Holder(to="two words")
