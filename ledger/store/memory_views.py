"""Views in memory: the half of a snapshot that reads them, and that of a transaction that keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from ledger.store.event_data import Folded, ViewRow, ViewSpec
from ledger.store.memory_state import State
from ledger.store.sifting import RowsInMemory
from ledger.store.views import given_up

_DRAFTS = "*"
"""Beside the number of each view in use: that of the drafts which are being built."""


class MemoryViews(RowsInMemory):
    """Reads the views of one state."""

    @property
    def _state(self) -> State:
        """The state that is read."""
        raise NotImplementedError

    def _number(self, view: ViewSpec) -> str:
        """The name of a view in use or of a draft. Raises ConflictError for one given up."""
        self._check_draft(view)
        number = self._state.live.get(view.name, 0) if view.draft is None else view.draft
        return f"{view.name}_{number}" if number else view.name

    def _check_draft(self, view: ViewSpec) -> None:
        if view.draft is not None and self._state.live.get(_DRAFTS) != view.draft:
            raise given_up()

    def progress(self, view: ViewSpec) -> int | None:
        version, position = self._state.progress.get(self._number(view), (None, None))
        return position if version == view.version else None

    def unused_views(self) -> int:
        keys = (key.partition("_") for key in self._state.views)
        return sum(int(n or 0) != self._state.live.get(name, 0) for name, _, n in keys)

    def rows(self, view: ViewSpec, subjects: Collection[str] | None = None) -> Iterator[ViewRow]:
        held = self._state.views.get(self._number(view), {})
        for subject in sorted(held if subjects is None else set(subjects) & set(held)):
            yield from held[subject]

    def words(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, str]:
        held = self._state.words.get(self._number(view), {})
        return {subject: held[subject] for subject in subjects if subject in held}

    def reads(self, view: ViewSpec, subjects: Collection[str]) -> dict[str, set[str]]:
        held = self._state.reads.get(self._number(view), {})
        return {subject: set(held.get(subject, ())) for subject in subjects}

    def readers(self, view: ViewSpec, tags: Collection[str]) -> set[str]:
        wanted = set(tags)
        reads = self._state.reads.get(self._number(view), {})
        return {subject for subject, read in reads.items() if read & wanted}


class KeptViews(MemoryViews):
    """Keeps the views of a state that is being changed."""

    def replace_rows(self, view: ViewSpec, folded: Sequence[Folded], *, new: bool = False) -> None:
        held = self._state.views.setdefault(self._number(view), {})
        reads = self._state.reads.setdefault(self._number(view), {})
        words = self._state.words.setdefault(self._number(view), {})
        for one in folded:
            held.pop(one.subject, None)
            words.pop(one.subject, None)
            if one.rows:
                held[one.subject] = list(one.rows)
                if one.words:
                    words[one.subject] = one.words
            reads[one.subject] = set(one.reads)

    def clear_view(self, view: ViewSpec) -> None:
        self._state.views[self._number(view)] = {}
        self._state.reads[self._number(view)] = {}
        self._state.words[self._number(view)] = {}
        self._state.progress.pop(self._number(view), None)

    def set_progress(self, view: ViewSpec, position: int) -> None:
        self._state.progress[self._number(view)] = (view.version, position)

    def begin_drafts(self, views: Sequence[ViewSpec]) -> int:
        number = max(self._state.live.values(), default=0) + 1
        self._state.live[_DRAFTS] = number
        for view in views:
            self.clear_view(evolve(view, draft=number))
        return number

    def swap_in(self, views: Sequence[ViewSpec]) -> None:
        for view in views:
            self._check_draft(view)
        for view in views:
            assert view.draft is not None
            self._state.live[view.name] = view.draft
        self._state.live.pop(_DRAFTS, None)

    def forget_drafts(self) -> None:
        self._state.live.pop(_DRAFTS, None)
        while self.clear_replaced(1):
            pass

    def clear_replaced(self, most: int) -> bool:
        used = {*self._state.live.values()}
        for key in list(self._state.views):
            name, _, number = key.partition("_")
            if int(number or 0) not in (self._state.live.get(name, 0), *used - {0}):
                del self._state.views[key], self._state.reads[key], self._state.words[key]
                self._state.progress.pop(key, None)
        return False
