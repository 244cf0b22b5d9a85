"""The same events as documents, for the way in: mappings, or lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.lifelike.record import SEED, events
from ledger.model.given import to_document


def documents(count: int, *, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """So many events as the mappings that `Ledger.record` takes, what is referred to first."""
    return (to_document(event) for event in events(count, seed=seed))


def lines(count: int, *, seed: int = SEED) -> Iterator[bytes]:
    """The same as lines of a JSON Lines document."""
    for document in documents(count, seed=seed):
        yield json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
