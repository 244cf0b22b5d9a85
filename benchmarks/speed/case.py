"""A case: one thing that is measured, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from benchmarks.speed.desk import Desk
from benchmarks.speed.figures import Figure


@frozen(kw_only=True)
class Case:
    """What is measured. `run` gives the figures; the peak of memory is added by whoever runs it.

    `grows`: it is measured at every size, for the plots; else at the largest alone. `both`: in
    memory too, at its largest. `upto` is the largest ledger that it is measured on. `axis` says
    what the plot shows, `plotted` which figures, in that order.
    """

    name: str
    title: str
    run: Callable[[Desk], Iterable[Figure]]
    grows: bool = False
    both: bool = True
    upto: int | None = None
    axis: str = ""
    plotted: tuple[str, ...] = ()
