"""Ledgers as life makes them, of any size, the same for the same seed: to measure with, not to believe."""

from __future__ import annotations

from benchmarks.lifelike.documents import documents
from benchmarks.lifelike.filling import fill
from benchmarks.lifelike.record import Told, events, told

__all__ = ["Told", "documents", "events", "fill", "told"]
