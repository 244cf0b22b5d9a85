"""The ready-made scripts: --help works, and the examples in it do what they say."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doors.running import CASE

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
WRITES_PAGES = {"write_reference"}
"""Works on the checkout, not on a ledger; tests/test_house.py runs it."""


def run(folder: Path, line: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command line of a script's help in a folder."""
    python, script, *arguments = shlex.split(line)
    assert python == "python"
    return subprocess.run(
        [sys.executable, str(ROOT / script), *arguments], cwd=folder, text=True, input=stdin,
        capture_output=True, check=False,
        env={"PATH": os.environ["PATH"], "LOGNAME": "tester", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def examples(script: Path) -> list[str]:
    """The command lines under "Example(s):" in a script's docstring; indented lines go on."""
    doc = ast.get_docstring(ast.parse(script.read_text("utf-8")))
    assert doc is not None
    _, _, told = doc.partition("Example")
    lines = re.sub(r"\n {5,}", " ", told.partition(":\n")[2]).splitlines()
    return [line.strip() for line in lines if line.strip()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped case as a document and in a ledger."""
    made = tmp_path_factory.mktemp("scripts")
    (made / "september-2020.yaml").write_bytes(CASE.read_bytes())
    (line,) = examples(ROOT / "scripts" / "load_document.py")
    done = run(made, line)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "september-2020.yaml: 33 events recorded at positions 1 to 33\n"
    return made


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.stem))
def test_help_tells_what_a_script_does_with_its_examples(script: Path, tmp_path: Path) -> None:
    done = run(tmp_path, f"python scripts/{script.name} --help")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Example" in done.stdout
    assert examples(script)


@pytest.mark.parametrize(
    "line", [line for script in SCRIPTS if script.stem not in WRITES_PAGES
             for line in examples(script)],
)  # fmt: skip
def test_every_example_works(folder: Path, line: str) -> None:
    done = run(folder, line)

    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "Traceback" not in done.stderr


def test_a_query_gives_rows_on_stdout_and_the_clocks_on_stderr(folder: Path) -> None:
    done = run(folder, "python scripts/query.py ledger.db commitments --as-of 2021-06-01 "
                       "debtor=taliban")  # fmt: skip

    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["id"], row["verdict"]) == ("taliban-guarantees", "no-deadline")
    assert done.stderr.startswith("commitments · as of 2021-06-01 · ")


def test_an_audit_tells_who_said_what_according_to_whom_and_the_hash(folder: Path) -> None:
    done = run(folder, "python scripts/audit.py ledger.db axios-remark")

    first, according, recorded, standing = done.stdout.splitlines()
    assert first.startswith(
        "23  2020-08-08  Donald Trump (President): The United States will bring"
    )
    assert according.startswith("    according to NBC News, ")
    assert re.fullmatch(r"    recorded \d{4}-\d\d-\d\d \d\d:\d\d UTC by tester", recorded)
    assert re.fullmatch(r"    stands; leaf [0-9a-f]{64}", standing)


def test_an_event_comes_as_an_argument_or_through_standard_input(folder: Path) -> None:
    event = json.dumps({"type": "actor", "id": "iraq", "name": "Iraq", "kind": "state"})
    first = run(folder, f"python scripts/append_event.py ledger.db {shlex.quote(event)}")
    again = run(folder, "python scripts/append_event.py ledger.db - --recorder desk", stdin=event)

    assert re.fullmatch(r"\d+ iraq [0-9a-f]{64}\n", first.stdout)
    assert first.stderr.startswith("1 event recorded at position ")
    assert (again.stdout, again.stderr) == (first.stdout, "1 event recorded before, unchanged\n")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ('python scripts/append_event.py ledger.db \'{"type": "actr"}\'', 6),
        ("python scripts/append_event.py ledger.db '[1'", 6),
        ("python scripts/append_event.py ledger.db '[1]'", 6),
        ("python scripts/append_event.py ledger.db '{\"type\": NaN}'", 6),
        ('python scripts/append_event.py missing.db \'{"type": "actor"}\'', 1),
        ("python scripts/load_document.py missing.db september-2020.yaml", 1),
        ("python scripts/load_document.py ledger.db missing.yaml", 1),
        ("python scripts/load_document.py ledger.db bad.yaml", 6),
        ("python scripts/query.py ledger.db comitments", 1),
        ("python scripts/query.py ledger.db commitments deptor=x", 1),
        ("python scripts/query.py ledger.db commitments --as-of never", 1),
        ("python scripts/audit.py ledger.db nobody", 1),
        ("python scripts/audit.py missing.db nobody", 1),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(folder: Path, line: str, status: int) -> None:
    (folder / "bad.yaml").write_text("- {type: actr}\n", "utf-8")
    done = run(folder, line)

    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "missing.db").exists()
