"""dev.py: on the standard library alone, from any folder, with the exit status passed through."""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / "dev.py"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, with a root of its own in which no environment was made yet."""
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    venv = tmp_path / ".venv"
    for name, value in {"ROOT": tmp_path, "VENV": venv, "STAMP": venv / ".stamp",
                        "TOOLS": venv / ".stamp-tools", "BIN": venv / "bin"}.items():  # fmt: skip
        monkeypatch.setattr(made, name, value)
    return made


@pytest.fixture
def ran(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that dev.py would have run; making an environment makes its folder."""
    found: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        found.append(command)
        if command[1:3] == ["-m", "venv"]:
            Path(command[3]).mkdir()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev.subprocess, "run", run)
    return found


def test_it_imports_the_standard_library_alone() -> None:
    imported = {
        (name.name if isinstance(node, ast.Import) else str(node.module)).partition(".")[0]
        for node in ast.walk(ast.parse(DEV.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }

    assert imported <= sys.stdlib_module_names


def test_it_runs_without_any_package_and_tells_its_commands(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-I", "-S", str(DEV)], cwd=tmp_path, text=True,
                          capture_output=True, check=True)  # fmt: skip

    names = [line.split()[2] for line in done.stdout.splitlines()]
    assert names == ["demo", "test", "check", "soak", "bench", "setup"]
    assert done.stderr == ""


@pytest.mark.parametrize(("argument", "status"), [("--help", 0), ("-h", 0), ("tset", 2)])
def test_help_is_fine_and_an_unknown_command_is_usage(argument: str, status: int) -> None:
    done = subprocess.run([sys.executable, "-I", "-S", str(DEV), argument], text=True,
                          capture_output=True, check=False)  # fmt: skip

    assert done.returncode == status
    assert "python3 dev.py test" in done.stdout


def test_the_environment_is_made_once(dev: ModuleType, ran: list[list[str]]) -> None:
    dev.setup(tools=True)
    made = len(ran)
    dev.setup(tools=True)

    assert made >= 3
    assert len(ran) == made


def test_a_set_up_that_was_interrupted_is_made_afresh(
    dev: ModuleType, ran: list[list[str]]
) -> None:
    """The stamp is written last, so a folder without it is not trusted."""
    dev.VENV.mkdir()
    (dev.VENV / "half-made").touch()
    dev.setup(tools=False)

    assert not (dev.VENV / "half-made").exists()
    assert dev.STAMP.is_file()


def test_a_set_up_that_fails_leaves_no_stamp(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(command: list[str], **_: Any) -> None:
        if command[1:3] == ["-m", "venv"]:
            dev.VENV.mkdir()
            return
        raise subprocess.CalledProcessError(7, command)

    monkeypatch.setattr(dev.subprocess, "run", fail)
    monkeypatch.setattr(sys, "argv", ["dev.py", "setup"])

    assert dev.main() == 1
    assert not dev.STAMP.exists()
    assert "run the same command again" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_it_was_made_from_makes_it_anew(
    dev: ModuleType, ran: list[list[str]], name: str
) -> None:
    dev.setup(tools=True)
    made = len(ran)
    (dev.ROOT / name).write_text("changed", "utf-8")
    dev.setup(tools=True)

    assert len(ran) == 2 * made


def test_the_tools_are_added_when_they_are_first_needed(
    dev: ModuleType, ran: list[list[str]]
) -> None:
    dev.setup(tools=False)
    before = len(ran)
    dev.setup(tools=True)

    assert [command[1:3] for command in ran[before:] if "venv" in command] == []
    assert len(ran) > before


def test_variables_of_other_environments_are_hidden(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET"):
        monkeypatch.setenv(name, "elsewhere")

    assert set(dev.clean()) == set(os.environ) - {
        "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX",
        "PIP_REQUIRE_VIRTUALENV",
    }  # fmt: skip


def a_program(dev: ModuleType, name: str, text: str) -> None:
    """A program in the environment."""
    dev.BIN.mkdir(parents=True, exist_ok=True)
    path = dev.BIN / name
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(("text", "status"), [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", 137)])
def test_the_exit_status_of_what_is_run_is_passed_through(
    dev: ModuleType, text: str, status: int
) -> None:
    a_program(dev, "pledger", text)

    assert dev.demo([]) == status


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        ([], "-m pytest -n 2"),
        (["tests/model", "-k", "clock"], "-m pytest -n 2 tests/model -k clock"),
        (["-n0"], "-m pytest -n0"),
        (["--pdb"], "-m pytest --pdb"),
    ],
)
def test_further_arguments_are_passed_on(
    dev: ModuleType, capfd: pytest.CaptureFixture[str], arguments: list[str], passed: str
) -> None:
    a_program(dev, "python", 'echo "$@"')

    assert dev.test(arguments) == 0
    assert capfd.readouterr().out == f"{passed}\n"


@pytest.mark.parametrize(
    ("arguments", "passed"),
    [
        (["tests/dates"], "-m pytest -m soak tests/dates"),
        (["--minutes", "3"], "-m tests.doors.programs.soak 3"),
    ],
)
def test_a_soak_runs_the_long_tests_or_kills_for_so_many_minutes(
    dev: ModuleType, capfd: pytest.CaptureFixture[str], arguments: list[str], passed: str
) -> None:
    a_program(dev, "python", 'echo "$@"')

    assert dev.soak(arguments) == 0
    assert capfd.readouterr().out == f"{passed}\n"


def test_the_measurements_are_run_with_what_they_are_told(
    dev: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    a_program(dev, "python", 'echo "$@"')

    assert dev.bench(["--events", "1000", "disk"]) == 0
    assert capfd.readouterr().out == "-m benchmarks.speed --events 1000 disk\n"


def test_every_check_is_run_also_after_one_has_failed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[str] = []

    def run(*command: str) -> int:
        started.append(command[0])
        return 1 if command[0] == "mypy" else 0

    monkeypatch.setattr(dev, "run", run)

    assert dev.check([]) == 1
    assert started == ["ruff", "ruff", "mypy", "lint-imports", "python", "python"]
    assert "failed: types" in capsys.readouterr().err
    assert dev.check(["style", "imports"]) == 0


def test_a_python_that_is_too_old_is_told(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    monkeypatch.setattr(sys, "argv", ["dev.py", "test"])

    assert dev.main() == 1
    assert "needs Python 99.0 or newer" in capsys.readouterr().err


def test_an_interrupt_is_told_and_has_its_status(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(**_: Any) -> Callable[[], None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "setup", stop)
    monkeypatch.setattr(sys, "argv", ["dev.py", "test"])

    assert dev.main() == 130
