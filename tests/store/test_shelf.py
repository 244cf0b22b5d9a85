"""The shelf holds what a document declares, and lines that wait, outside of memory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from ledger.errors import DatabaseError
from ledger.store.shelf import Shelf


def filled() -> Shelf:
    shelf = Shelf()
    shelf.add(
        names=[("b", "actor", 1), ("a", "level", 2), ("b", "source", 3), ("c", "commitment", 3)],
        words=[("called:raid", "a", 2), ("called:raid", None, 4), ("called:raid", "b", 5)],
        days=[("s", "2020-01-01", "2020-01-31"), ("s", None, "2020-02-01")],
        retractions=[("a", None), ("a", "r")],
        looks=[("hamas", "h\u0430mas", 9), ("hamas", "HAMAS", 7)],
    )
    return shelf


def test_an_id_is_found_where_it_is_given_first() -> None:
    with filled() as shelf:
        assert shelf.first("b") == ("actor", 1)
        assert shelf.first("c") == ("commitment", 3)
        assert shelf.first("nobody") is None
        assert shelf.twice(10) == {"b": 1}
        assert sorted(shelf.names()) == [
            ("a", "level"), ("b", "actor"), ("b", "source"), ("c", "commitment"),
        ]  # fmt: skip
        assert shelf.id_on(3) == "b"


def test_what_it_bears_is_found_in_the_order_of_lines() -> None:
    with filled() as shelf:
        assert shelf.bearing("called:raid") == [("a", 2), ("b", 5)]
        assert shelf.nameless("called:raid") == 4
        assert shelf.nameless("called:else") is None
        assert shelf.days("s") == (None, "2020-02-01")
        assert shelf.days("else") is None
        assert shelf.retractions("a") == [None, "r"]
        assert shelf.looking("hamas") == [("HAMAS", 7), ("h\u0430mas", 9)]


def test_lines_wait_until_they_are_taken_each_once() -> None:
    with filled() as shelf:
        shelf.wait(5, "x", b"five")
        shelf.wait(4, "x", b"four")
        shelf.wait(6, "y", b"six")

        assert shelf.waits == 3
        assert shelf.is_waiting(4)
        assert shelf.next_waiting("x") == (4, b"four")
        assert not shelf.is_waiting(4)
        assert shelf.next_waiting("x") == (5, b"five")
        assert shelf.next_waiting("x") is None
        assert list(shelf.still_waiting()) == [(6, b"six")]
        assert shelf.waits == 1


def test_links_are_given_only_where_one_leads_forward() -> None:
    with filled() as shelf:
        shelf.link([("day", 2, 1), ("part", 1, 2), ("part", 2, 1), ("part", 2, 7)])

        assert shelf.links("day") == {}
        assert shelf.links("part") == {1: 2, 2: 1}
        assert shelf.links("about") == {}


def test_it_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with filled():
        if os.name == "posix":
            assert list(tmp_path.iterdir()) == []

    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_room_for_it_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

    with pytest.raises(DatabaseError, match="the folder for temporary files"):
        Shelf()
