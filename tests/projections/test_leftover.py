"""An earlier form of a body, told by what it shares with the last one, is the same again."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ledger.projector.leftover import in_full, told_by

VALUES = st.recursive(
    st.one_of(st.none(), st.integers(-5, 5), st.text(alphabet='ab{}[],"\\é\n\x00', max_size=6)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
OBJECTS = st.dictionaries(st.text(max_size=3), VALUES, max_size=5).map(msgspec.json.encode)


@given(OBJECTS, OBJECTS)
def test_what_is_told_by_another_is_told_in_full_again(body: bytes, beside: bytes) -> None:
    told = told_by(body, beside)

    assert in_full(told, beside) == body
    assert len(told) <= len(body)


def test_little_is_left_of_what_is_nearly_the_same() -> None:
    rows = [{"position": n, "says": "so it will be, whatever may come of it"} for n in range(50)]
    beside = msgspec.json.encode({"id": "a", "changes": rows})
    rows[20] = {"position": 20, "says": "no"}
    body = msgspec.json.encode({"id": "a", "changes": rows})

    told = told_by(body, beside)
    assert in_full(told, beside) == body
    assert len(told) < 100
