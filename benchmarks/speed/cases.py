"""Every case, under its name."""

from __future__ import annotations

from benchmarks.speed import appending, asking, commanding, disk, projecting, proving, reading
from benchmarks.speed.case import Case

CASES: dict[str, Case] = {
    case.name: case
    for shelf in (appending, reading, projecting, asking, proving, commanding, disk)
    for case in shelf.CASES
}
