"""Declaring: actors, measures and sources that a writer names and the ledger does not know yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ledger.errors import UsageError
from ledger.intake.node import Entries, from_builtins
from ledger.intake.references import DECLARED
from ledger.service.known import LedgerKnown


def declarations(
    given: Sequence[Mapping[str, Any]], own: Callable[[str], bool], known: LedgerKnown
) -> Iterator[Entries]:
    """Those of the declarations whose ids neither the ledger nor the document (`own`) knows.

    Raises UsageError for what is no declaration.
    """
    for one in given:
        if one.get("type") not in DECLARED or not one.get("id"):
            raise UsageError(
                f"only {', '.join(DECLARED)} can be declared on the way, each with an id"
            )
        if known.kind_of(str(one["id"])) is None and not own(str(one["id"])):
            node = from_builtins(one, f"declaration of {one['id']}")
            assert isinstance(node, Entries)
            yield node
