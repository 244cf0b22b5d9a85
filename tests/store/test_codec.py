"""Events and their bytes: what was stored in an old shape is read in the present one."""

from __future__ import annotations

import re
from typing import Any

import attrs
import msgspec
import pytest

from ledger.errors import DatabaseError, IntegrityError
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME, EVENT_TYPES
from ledger.model.fields import told
from ledger.model.said import Statement
from ledger.model.upcasts import lifted, unknown
from ledger.store.codec import check_types, decode, encode
from ledger.store.memory import MemoryStore
from tests.store.test_contract import KEY, an_event, append, salts


def _speaker_is_a_party(shape: dict[str, Any]) -> dict[str, Any]:
    """1 → 2: one speaker became a list of them."""
    speaker = shape.pop("speaker")
    return {**shape, "speakers": [speaker]}


def _place_is_required(shape: dict[str, Any]) -> dict[str, Any]:
    """2 → 3: a missing venue is now said to be unknown."""
    return {"venue": "unknown", **shape}


@attrs.frozen(kw_only=True)
class Toast(Event):
    """An invented type whose shape changed twice."""

    TYPE = "toast"
    SCHEMA = 3
    UPCASTS = (_speaker_is_a_party, _place_is_required)

    speakers: tuple[str, ...] = told("who raised the glass", of=str)
    venue: str = told("where", of=str)


@attrs.frozen(kw_only=True)
class Gap(Event):
    """An invented type that forgot one of its steps."""

    TYPE = "gap"
    SCHEMA = 3
    UPCASTS = (_place_is_required,)


KNOWN = {**BY_NAME, "toast": Toast, "gap": Gap}


def stored(type: str, schema: int, payload: bytes) -> Any:
    """A row as an earlier program left it."""
    store = MemoryStore(salts=salts(), key=KEY)
    (made,) = append(store, an_event("a", type=type, schema=schema, payload=payload))
    return made


@pytest.mark.parametrize(
    ("schema", "payload"),
    [
        (1, b'{"note":"n","run":"r","speaker":"king"}'),
        (2, b'{"note":"n","run":"r","speakers":["king"]}'),
        (3, b'{"note":"n","run":"r","speakers":["king"],"venue":"unknown"}'),
    ],
)
def test_every_shape_a_type_ever_had_is_read_as_the_present_one(
    schema: int, payload: bytes
) -> None:
    """The event is the same; the row, its bytes and its hash are as they were."""
    row = stored("toast", schema, payload)
    leaf, entry = row.leaf_hash, row.entry

    read = decode(row, known=KNOWN)

    assert read.event == Toast(id="a", note="n", speakers=("king",), venue="unknown")
    assert read.schema == schema
    assert (row.payload, row.leaf_hash, row.entry) == (payload, leaf, entry)


def test_an_old_shape_passes_the_validators_of_the_present_one() -> None:
    """An upcast cannot bring in what the class would refuse."""
    with pytest.raises(IntegrityError, match="payload of event 1 is damaged"):
        decode(stored("toast", 1, b'{"speaker":7}'), known=KNOWN)
    with pytest.raises(IntegrityError, match="payload of event 1 is damaged"):
        decode(stored("toast", 1, b"{}"), known=KNOWN)
    with pytest.raises(IntegrityError, match="payload of event 1 is damaged"):
        decode(stored("toast", 1, b"[]"), known=KNOWN)


@pytest.mark.parametrize(
    "payload",
    [
        b'{"measure":"no id","value":{"raw":"5"}}',
        b'{"measure":"m","value":{"hi":"1","lo":"2","raw":"5"}}',
        b'{"measure":"m","value":{"hi":"1","lo":"NaN","raw":"5"}}',
    ],
)
def test_what_no_constructor_would_make_is_refused_where_it_is_asked(payload: bytes) -> None:
    """It was not recorded by this program; whoever verifies or takes rows from elsewhere asks."""
    with pytest.raises(IntegrityError, match="payload of event 1 is damaged"):
        decode(stored("level", 1, payload), check=True)


@pytest.mark.parametrize(
    ("type", "schema"), [("toast", 4), ("toast", 99), ("gap", 1), ("gap", 2), ("feast", 1)]
)
def test_a_shape_without_class_or_upcast_is_refused_and_named(type: str, schema: int) -> None:
    """At start-up already, before an answer could leave it out."""
    row = stored(type, schema, b"{}")
    with pytest.raises(IntegrityError, match=f"event 1 is a {type} of schema {schema}"):
        decode(row, known=KNOWN)

    store = MemoryStore(salts=salts(), key=KEY)
    append(store, an_event("a", type=type, schema=schema), an_event("b", type="toast", schema=1))
    with store.reading() as snapshot:
        with pytest.raises(DatabaseError, match=re.escape(f"{type} (schema {schema})")):
            check_types(snapshot, known=KNOWN)
        with pytest.raises(DatabaseError, match="toast"):
            check_types(snapshot)


def test_a_ledger_of_known_shapes_passes_the_check() -> None:
    """Old ones included."""
    store = MemoryStore(salts=salts(), key=KEY)
    append(store, *(an_event(f"e{n}", type="toast", schema=n) for n in (1, 2, 3)), an_event("s"))
    with store.reading() as snapshot:
        check_types(snapshot, known=KNOWN)


def test_a_schema_that_no_step_leads_from_cannot_be_lifted() -> None:
    """Nor one from the future."""
    for schema in (0, 4):
        with pytest.raises(LookupError):
            lifted(Toast, schema, {})


@pytest.mark.parametrize("cls", EVENT_TYPES, ids=lambda cls: cls.TYPE)
def test_every_type_has_a_step_for_each_schema_but_the_first(cls: type[Event]) -> None:
    """Raising SCHEMA without an upcast would lock old ledgers out."""
    assert len(cls.UPCASTS) == cls.SCHEMA - 1
    assert unknown([(cls.TYPE, n) for n in range(1, cls.SCHEMA + 1)]) == []
    assert unknown([(cls.TYPE, cls.SCHEMA + 1)]) == [(cls.TYPE, cls.SCHEMA + 1)]


def test_what_is_encoded_is_decoded_to_the_same_event() -> None:
    """Words, byte for byte, whatever is in them."""
    said = Statement(id="a", speaker="king", quote="\0\u202e “naïve” \U0001f600\r\n", occurred=None)
    row = stored("statement", Statement.SCHEMA, encode(said, run="import-1"))

    assert decode(row).event == said
    assert msgspec.json.decode(row.payload)["run"] == "import-1"
