"""The golden examples: events of every type as documents give them and as they are stored.

They are never made anew from the code. A new type, or a new schema of a type, adds a file; those
that are here stay as they are, because ledgers that hold such bytes must be read for ever.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from attrs import frozen

from ledger.model.event import RecordedEvent
from ledger.store.codec import decode
from ledger.store.event_data import EventData, placed

FOLDER = Path(__file__).parent / "golden"


@frozen(kw_only=True)
class Example:
    """One event: its document, its payload, and every field as it is read, defaults too."""

    id: str
    type: str
    schema: int
    document: dict[str, Any]
    payload: bytes
    reads: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.type}-{self.schema}-{self.id}"

    def decoded(self) -> RecordedEvent:
        """The event as the store's reader gives it back."""
        data = EventData(
            id=self.id, type=self.type, schema=self.schema, known_from=None, payload=self.payload,
            tags=frozenset(),
        )  # fmt: skip
        (lies,) = placed(
            [data], head=0, last=None, taken={}, recorder="tester",
            recorded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), salts=lambda: bytes(16),
        )  # fmt: skip
        return decode(lies)


def _read() -> list[Example]:
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        held = json.loads(path.read_text("utf-8"))
        assert path.stem == f"{held['type']}-{held['schema']}"
        found += [
            Example(
                id=each["id"], type=held["type"], schema=held["schema"],
                document=each["document"], payload=each["stored"].encode(), reads=each["reads"],
            )
            for each in held["examples"]
        ]  # fmt: skip
    return found


EXAMPLES = _read()
