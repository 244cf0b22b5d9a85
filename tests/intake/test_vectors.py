"""Foreign test vectors through the reader of documents: JSON cases, naughty strings, injections.

They lie outside the project; where they are absent, these tests are skipped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.errors import InputRefusedError
from ledger.intake.build import build
from ledger.intake.document import read_document
from ledger.intake.node import NOWHERE, Entries, from_builtins, unfit
from ledger.intake.problems import render
from tests.intake.documents import ledger

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "vectors"
pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="the vectors are not at hand")

NAMES = ("doc.json", "doc.jsonl", "doc.yaml", "doc.csv")
FIELDS = (
    "id", "type", "speaker", "date", "anchor", "source", "tags", "relations", "commits",
    "attribution", "known_from", "quote_kind",
)  # fmt: skip
NOT_IN_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that YAML 1.1 cannot hold as they are, or folds."""

STATEMENT = {"type": "statement", "source": "report", "speaker": "taliban", "says": "x"}


def cases() -> list[Path]:
    return sorted((VECTORS / "JSONTestSuite").rglob("*.json"))


def corpora() -> list[Path]:
    folders = ("fuzzdb", "csv-injection", "xss-payload-list")
    return sorted(path for folder in folders for path in (VECTORS / folder).rglob("*.txt"))


def strings() -> list[str]:
    """Every naughty string and every line of the corpora that is text at all, once."""
    found = list(json.loads((VECTORS / "blns" / "blns.json").read_text("utf-8")))
    for path in corpora():
        found += path.read_bytes().decode("utf-8", "replace").splitlines()
    return [one for one in dict.fromkeys(found) if one.strip() and unfit(one, NOWHERE) is None]


def pieces(every: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(every), size):
        yield every[start : start + size]


def refusal(data: bytes, name: str) -> str | None:
    """The refusal as it is shown, None where the document was read. Nothing else is raised."""
    try:
        build(read_document(data, name), ledger())
    except InputRefusedError as error:
        return render(error.problems)
    return None


def safe(shown: str) -> bool:
    """Whether a terminal shows all of it and obeys nothing in it."""
    return not any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        for char in shown
        if char != "\n"
    )


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.name)
def test_each_json_case_is_read_as_json_or_refused_as_none(path: Path) -> None:
    shown = refusal(path.read_bytes(), "doc.json")

    if path.name.startswith("n_"):
        assert shown is not None
        assert any(says in shown for says in ("not JSON", "not UTF-8", "is empty", "nested more"))
    elif path.name.startswith("y_"):
        assert shown is None or "not JSON" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_no_json_case_breaks_a_reader(name: str) -> None:
    for path in cases():
        assert safe(refusal(path.read_bytes(), name) or ""), path.name


@pytest.mark.parametrize("name", NAMES)
def test_no_corpus_breaks_a_reader(name: str) -> None:
    for path in corpora():
        assert safe(refusal(path.read_bytes(), name) or ""), path.name


def test_every_naughty_string_comes_back_as_it_was_quoted() -> None:
    every = strings()
    assert len(every) > 9000
    documents = [STATEMENT | {"quote": one} for one in every]

    lines = "\n".join(json.dumps(one) for one in documents)
    events = build(read_document(lines.encode(), "doc.jsonl"), ledger())
    assert [getattr(event, "quote", None) for event in events] == every

    nodes = [from_builtins(one) for one in documents]
    events = build([node for node in nodes if isinstance(node, Entries)], ledger())
    assert [getattr(event, "quote", None) for event in events] == every


def test_every_naughty_string_that_yaml_can_hold_comes_back_from_it() -> None:
    for some in pieces(strings(), 500):
        kept = [one for one in some if not NOT_IN_YAML.search(one)]
        documents = [STATEMENT | {"quote": one} for one in kept]
        data = json.dumps(documents, ensure_ascii=False, indent=1).encode()

        events = build(read_document(data, "doc.yaml"), ledger())

        assert [getattr(event, "quote", None) for event in events] == kept


@pytest.mark.parametrize("field", FIELDS)
def test_no_naughty_string_breaks_a_field(field: str) -> None:
    for some in pieces(strings()[::5], 400):
        lines = "\n".join(json.dumps(STATEMENT | {field: one}) for one in some)

        assert safe(refusal(lines.encode(), "doc.jsonl") or ""), field


def test_no_naughty_string_breaks_a_key() -> None:
    for some in pieces(strings()[::3], 400):
        lines = "\n".join(json.dumps(STATEMENT | {one: "x"}) for one in some)

        assert safe(refusal(lines.encode(), "doc.jsonl") or "")
