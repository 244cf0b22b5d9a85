"""What an event declares and leans on, from its mapping alone: enough to put a document in order."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ledger.intake.node import Entries, Listing, Node, Scalar
from ledger.model.event_types import BY_NAME
from ledger.model.records import Correction, Retraction
from ledger.model.sourced import Corroboration
from ledger.model.tags import called

COMMITMENT = "commitment"
"""The kind of an id that a commitment bears."""

RECORDS = frozenset({Correction.TYPE, Retraction.TYPE, Corroboration.TYPE})
"""Types of records about a record."""

_LOOKED_AT = frozenset({"type", "id", "name", "kind", "commits", "of", "published"})


@frozen
class Outline:
    """The outline of one mapping.

    `declares` are its own id, with its type for a kind, and those of its commitments; `words` are
    the tags by which a phrase may mean it; `about` is the id that a record is about; `published`
    stands under that key in a source.
    """

    entries: Entries
    kind: str
    id: str | None
    declares: tuple[tuple[str, str, Scalar], ...]
    words: tuple[str, ...] = ()
    about: str | None = None
    published: Node | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that it declares."""
        return tuple(id for id, _, _ in self.declares)


def outline(entries: Entries) -> Outline:
    """The outline of an event, right or wrong."""
    found = {key.text: node for key, node in entries.items if key.text in _LOOKED_AT}
    kind = _word(found.get("type")) or ""
    node = found.get("id")
    id = node.text if isinstance(node, Scalar) else None
    declares = [(id, kind, node)] if isinstance(node, Scalar) and id is not None else []
    if "commits" in found:
        declares += _commitments(found["commits"])
    cls = BY_NAME.get(kind)
    words = (id, _word(found.get("name")), _word(found.get("kind")))
    return Outline(
        entries=entries,
        kind=kind,
        id=id,
        declares=tuple(declares),
        words=tuple(called(word) for word in words if word) if cls and cls.ABOUT_WORLD else (),
        about=_word(found.get("of")) if kind in RECORDS else None,
        published=found.get("published") if kind == "source" else None,
    )


def _commitments(node: Node) -> Iterator[tuple[str, str, Scalar]]:
    for member in node.items if isinstance(node, Listing) else (node,):
        made = member.get("id") if isinstance(member, Entries) else None
        if isinstance(made, Scalar):
            yield made.text, COMMITMENT, made


def _word(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) else None
