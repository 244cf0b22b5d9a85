"""Reads the fields of a class from a mapping, each by the type that the class declares for it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

import attrs

from ledger.errors import LedgerError, Problem
from ledger.intake.days import BadValueError, Setting, iso_day, read_day, read_due
from ledger.intake.names import Names
from ledger.intake.node import Entries, Listing, Node, Scalar
from ledger.intake.plans import Plan, keys_of, plans
from ledger.intake.references import reference
from ledger.intake.wording import a, meant, quoted
from ledger.model.commitment import Commitment, Given
from ledger.model.day import Day, Due
from ledger.model.event import Citation, Described
from ledger.model.fields import key_of
from ledger.quantities import Quantity, read_quantity

MOST_KEPT = 4096
"""The readings of so many quantities are kept: the same words mean the same whenever they are read."""

_quantity = lru_cache(maxsize=MOST_KEPT)(read_quantity)


def cls_name(cls: type[Any]) -> str:
    """What problems call a class."""
    named: dict[type[Any], str] = {Described: "description", Given: "condition"}
    return str(getattr(cls, "TYPE", "") or named.get(cls) or cls.__name__.lower())


class Reader:
    """Reads values against the names that are known; problems are collected, not raised."""

    def __init__(self, names: Names, problems: list[Problem]) -> None:
        self.names = names
        self.problems = problems

    def fields(
        self,
        cls: type[Any],
        entries: Entries,
        setting: Setting,
        *,
        skip: tuple[str, ...] = (),
        only: tuple[str, ...] | None = None,
        misspelt: frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        """The fields that a mapping gives, by attribute name.

        `misspelt` are fields that the writer meant but spelt otherwise, so that they are not told
        to be missing as well.
        """
        given = {key.text: node for key, node in entries.items}
        found: dict[str, Any] = {}
        for plan in plans(cls, skip, only):
            node = given.get(plan.key)
            if node is None:
                if plan.required and plan.key not in misspelt:
                    help = plan.attribute.metadata["help"]
                    self.problems.append(entries.mark.problem(
                        f"{a(cls_name(cls))} needs {plan.key!r}: {help}"))  # fmt: skip
                continue
            try:
                found[plan.attribute.name] = self.value(plan, node, setting)
            except BadValueError as bad:
                self.problems.append(bad.problem)
        return found

    def unknown_keys(
        self, cls: type[Any], entries: Entries, also: tuple[str, ...] = ()
    ) -> frozenset[str]:
        """Adds a problem for every key that the class does not have; the keys that were meant."""
        keys = keys_of(cls)
        unknown = [
            key
            for key in (*(key for key, _ in entries.items), *entries.blank)
            if key.text not in keys and key.text not in also
        ]
        misspelt = set()
        for key in unknown:
            near = meant(key.text, [one for one in keys if one not in _told(entries)])
            hint = None if near else f"its fields: {', '.join(keys)}"
            if "commits" in keys and key.text in keys_of(Commitment):
                near, hint = None, "it is a field of a commitment, so it stands under commits"
            if near:
                misspelt.add(near)
            self.problems.append(key.mark.problem(
                f"{a(cls_name(cls))} has no field {quoted(key.text)}", near=near, hint=hint))  # fmt: skip
        return frozenset(misspelt)

    def value(self, plan: Plan, node: Node, setting: Setting) -> Any:
        """The value of one field. Raises BadValueError."""
        if plan.each is None or not (plan.many or isinstance(node, Listing)):
            return self._single(plan.attribute, plan.one, node, setting)
        found: list[Any] = []
        bad: list[BadValueError] = []
        for item in node.items if isinstance(node, Listing) else (node,):
            try:
                found.append(self._single(plan.attribute, plan.each, item, setting))
            except BadValueError as error:
                bad.append(error)
        if bad:
            for one in bad[:-1]:
                self.problems.append(one.problem)
            raise bad[-1]
        return tuple(found)

    def _single(
        self, attribute: attrs.Attribute[Any], members: tuple[Any, ...], node: Node,
        setting: Setting,
    ) -> Any:  # fmt: skip
        kind = members[0]
        if isinstance(node, Entries) and Described in members:
            return self._nested(Described, node, setting)
        if kind is str:
            return self._checked(attribute, _scalar(attribute, node))
        if kind is bool:
            return _yes_no(attribute, node)
        if kind is dt.date:
            return iso_day(_scalar(attribute, node))
        if kind is Quantity:
            try:
                return _quantity(_scalar(attribute, node).text)
            except LedgerError as error:
                raise BadValueError(node.mark.problem(error.sentence, hint=error.hint)) from error
        if kind is Day:
            return read_day(attribute.name, node, self.names, setting)
        if kind is Due:
            return read_due(node, self.names, setting)
        if kind is Given:
            return self._given(node, setting)
        if kind is Citation and isinstance(node, Scalar):
            return Citation(source=reference(node, "source", self.names))
        if not isinstance(node, Entries):
            raise BadValueError(
                node.mark.problem(f"{key_of(attribute)} is a mapping of named fields")
            )
        if attrs.has(kind):
            return self._nested(kind, node, setting)
        # A correction's `set` is read with its target at hand.
        return {key.text: new_value(value) for key, value in node.items}

    def _nested(self, cls: type[Any], node: Entries, setting: Setting) -> Any:
        before = len(self.problems)
        misspelt = self.unknown_keys(cls, node)
        values = self.fields(cls, node, setting, misspelt=misspelt)
        if len(self.problems) > before:
            raise BadValueError(self.problems.pop())
        try:
            return cls(**values)
        except (TypeError, ValueError) as error:
            raise BadValueError(node.mark.problem(str(error.args[0]))) from error

    def _checked(self, attribute: attrs.Attribute[Any], node: Scalar) -> str:
        text = node.text
        choices = attribute.metadata.get("choices")
        if choices and text not in choices:
            raise BadValueError(node.mark.problem(
                f"{key_of(attribute)} cannot be {quoted(text)}",
                near=meant(text, choices),
                hint=f"one of: {', '.join(choices)}"))  # fmt: skip
        refers = attribute.metadata.get("refers")
        return reference(node, refers, self.names) if refers else text

    def _given(self, node: Node, setting: Setting) -> Given:
        if isinstance(node, Scalar):
            # With a space it is words, without one it must be an id.
            if " " in node.text.strip():
                return Given(words=node.text)
            return Given(commitment=reference(node, "commitment", self.names))
        if isinstance(node, Listing):
            raise BadValueError(node.mark.problem("one condition: words, or {commitment: ID}"))
        found: Given = self._nested(Given, node, setting)
        return found


def _told(entries: Entries) -> frozenset[str]:
    return frozenset(key.text for key, _ in entries.items)


def _scalar(attribute: attrs.Attribute[Any], node: Node) -> Scalar:
    if isinstance(node, Scalar):
        if not node.text.strip():
            raise BadValueError(node.mark.problem(f"{key_of(attribute)} is empty"))
        return node
    shape = "a list" if isinstance(node, Listing) else "a mapping"
    raise BadValueError(node.mark.problem(f"{key_of(attribute)} takes one value, not {shape}"))


def _yes_no(attribute: attrs.Attribute[Any], node: Node) -> bool:
    text = _scalar(attribute, node).text
    if text.casefold() in ("yes", "true"):
        return True
    if text.casefold() in ("no", "false"):
        return False
    raise BadValueError(node.mark.problem(f"{key_of(attribute)} is yes or no, not {quoted(text)}"))


def new_value(node: Node) -> Any:
    """The JSON builtins of what a correction sets; None where the word `none` removes."""
    return None if isinstance(node, Scalar) and node.text == "none" else to_plain(node)


def to_plain(node: Node) -> Any:
    """The JSON builtins of a node."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [to_plain(item) for item in node.items]
    return {key.text: to_plain(value) for key, value in node.items}
