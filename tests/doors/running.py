"""Runs `pledger` in this process, as a terminal or a script would, and says what came of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest.mock import patch

from attrs import frozen

from ledger.cli import main

CASE = files("ledger") / "cases" / "september-2020.yaml"

PEOPLE = """\
- {type: source, id: gazette, title: Official gazette, publisher: The Gazette, published: 2020-09-09}
- {type: actor, id: ruritania, name: Ruritania, kind: state}
- {type: actor, id: rudolf, name: Rudolf Rassendyll, kind: person}
- {type: measure, id: guards/strelsau, unit: guards, place: Strelsau}
"""
"""A source, a state, a person and a measure, for documents that need somebody to speak."""


@frozen(kw_only=True)
class Ran:
    """What a command ended with, and what it wrote where."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer, read as JSON."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of an answer in JSON, or of lines of JSON."""
        if self.out.startswith("{\n"):
            rows: list[Mapping[str, Any]] = self.json["rows"]
            return rows
        return [json.loads(line) for line in self.out.splitlines()]


class _Stdin(io.TextIOWrapper):
    """Standard input: a pipe, or somebody who types."""

    def __init__(self, text: str | bytes, *, keyboard: bool) -> None:
        data = text.encode() if isinstance(text, str) else text
        super().__init__(io.BytesIO(data), encoding="utf-8")
        self._keyboard = keyboard

    def isatty(self) -> bool:
        return self._keyboard


class Desk:
    """A folder to work in, with a ledger of its own; commands run inside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pledger(self, *arguments: str, stdin: str | bytes = b"", keyboard: bool = False) -> Ran:
        """Run a command. `keyboard` says that somebody sits at the terminal and types `stdin`."""
        out, err = io.StringIO(), io.StringIO()
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch("sys.stdin", _Stdin(stdin, keyboard=keyboard)),
        ):
            status = main(arguments)
        return Ran(status=status, out=out.getvalue(), err=err.getvalue())

    def write(self, name: str, text: str) -> str:
        """Put a file into the folder; its name."""
        (self.folder / name).write_text(text, "utf-8")
        return name

    def rows(self, *arguments: str) -> list[Mapping[str, Any]]:
        """The rows of a question."""
        ran = self.pledger(*arguments, "-o", "json")
        assert (ran.status, ran.err) == (0, "")
        return ran.rows

    @property
    def head(self) -> int:
        """How many events there are."""
        head: int = self.pledger("said", "-o", "json").json["head"]
        return head


@contextmanager
def desk(
    folder: Path, *documents: str, environment: Mapping[str, str] | None = None
) -> Iterator[Desk]:
    """A desk whose ledger holds these documents (YAML); no setting from outside shines through."""
    clean = {
        "HOME": str(folder), "PATH": "/usr/bin:/bin", "XDG_CONFIG_HOME": str(folder / "config"),
        "LOGNAME": "tester", "COLUMNS": "100", **(environment or {}),
    }  # fmt: skip
    made = Desk(folder)
    folder.mkdir(exist_ok=True)
    with patch.dict("os.environ", clean, clear=True), chdir(folder):
        assert made.pledger("init").status == 0
        for number, text in enumerate(documents):
            ran = made.pledger("import", made.write(f"document-{number}.yaml", text))
            assert ran.status == 0, ran.err
        yield made
