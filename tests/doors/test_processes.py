"""`pledger` as a process of its own: interrupts, pipes, locales, and what is loaded at the start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger import Ledger
from tests.doors.running import CASE

ROOT = Path(__file__).resolve().parents[2]
PLEDGER = (sys.executable, "-m", "ledger.cli")


def environment(**changed: str) -> dict[str, str]:
    """A bare environment."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": "/nonexistent",
            "LOGNAME": "tester", **changed}  # fmt: skip


def run(
    folder: Path, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder."""
    return subprocess.run(
        [*PLEDGER, *arguments], cwd=folder, env=env or environment(), capture_output=True,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger, and the case as a document."""
    assert run(tmp_path, "init").returncode == 0
    (tmp_path / "case.yaml").write_bytes(CASE.read_bytes())
    return tmp_path


IMPORT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
from ledger.cli import main
from ledger.service import service

catch_up = service.catch_up
def stop_inside(*arguments, **how):
    receipt = catch_up(*arguments, **how)
    print("inside", flush=True)
    sys.stdin.read()  # all is appended, nothing is committed
    return receipt
service.catch_up = stop_inside
sys.exit(main(["import", "case.yaml"]))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_an_import_that_is_stopped_leaves_nothing_and_the_next_one_works(
    folder: Path, how: signal.Signals
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", IMPORT], cwd=folder, env=environment(), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == b"inside\n"
    child.send_signal(how)
    _, err = child.communicate()

    assert child.returncode == (130 if how is signal.SIGINT else -how)
    assert b"Traceback" not in err
    if how is signal.SIGINT:
        assert err.strip().startswith(b"interrupted; nothing is recorded by halves")
    assert b'"head": 0' in run(folder, "commitments", "-o", "json").stdout
    assert run(folder, "import", "case.yaml").stderr == b"33 events recorded at positions 1 to 33\n"


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    run(folder, "import", "case.yaml")
    for arguments in (("said", "-o", "json"), ("--help",), ("audit", "donald-trump"),
                      ("overdue", "--unknown")):  # fmt: skip
        child = subprocess.Popen([*PLEDGER, *arguments], cwd=folder, env=environment(),
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        err = child.stderr.read()
        child.stderr.close()
        assert (child.wait(), err) == (0, b""), arguments


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_an_answer_that_cannot_be_written_is_told(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PLEDGER, "commitments"], cwd=folder, env=environment(),
                              stdout=full, stderr=subprocess.PIPE, check=False)  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == b"error: the answer cannot be written: No space left on device\n"


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_is_no_fault(folder: Path, closed: int) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m ledger.cli commitments {closed}>&-', sys.executable],
        cwd=folder, env=environment(), capture_output=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_answers_are_utf_8_whatever_the_locale(folder: Path, locale: str) -> None:
    env = environment(LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    run(folder, "import", "case.yaml", env=env)
    done = run(folder, "said", "--by", "trump", env=env)

    assert done.returncode == 0
    assert "“endless wars”" in done.stdout.decode("utf-8")


LOADED = """
import sys
from ledger.cli import main
status = main(sys.argv[1:])
print(*sorted({"sqlalchemy", "alembic", "rich", "msgspec", "yaml", "structlog"} & set(sys.modules)),
      file=sys.stderr)
sys.exit(status)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Which of the heavy packages a command loads."""
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], cwd=folder,
                          env=environment(), capture_output=True, check=True)  # fmt: skip
    return set(done.stderr.decode().split("\n")[-2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ()])
def test_help_and_version_load_nothing_heavy(folder: Path, arguments: Sequence[str]) -> None:
    assert loaded(folder, *arguments) == set()


def test_a_question_does_not_load_migrations(folder: Path) -> None:
    found = loaded(folder, "commitments")

    assert "sqlalchemy" in found
    assert "alembic" not in found


def test_help_comes_at_once(folder: Path) -> None:
    """The contract says 0.3 s; counted is the processor's time, since the machine may be busy."""
    took = []
    for _ in range(5):
        child = subprocess.Popen([*PLEDGER, "--help"], cwd=folder, env=environment(),
                                 stdout=subprocess.DEVNULL)  # fmt: skip
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        took.append(used.ru_utime + used.ru_stime)

    assert min(took) < 0.3


def test_importing_the_package_loads_none_of_its_rooms() -> None:
    code = "import sys, ledger; print(*sorted(n for n in sys.modules if n.startswith('ledger.')))"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True,
                          check=True)  # fmt: skip

    assert set(done.stdout.split()) <= {b"ledger.version"}


def test_a_program_that_asks_gets_no_log_among_its_answers(folder: Path) -> None:
    code = (
        "from ledger import Ledger\n"
        "with Ledger.open('ledger.db') as ledger:\n"
        "    print(ledger.record({'type': 'actor', 'id': 'x', 'name': 'X', 'kind': 'state'}).says)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment(),
                          capture_output=True, check=True)  # fmt: skip

    assert (done.stdout, done.stderr) == (b"1 event recorded at position 1\n", b"")


REBUILD = """
import sys
from ledger.cli import main
from ledger.projector import rebuilding

fold_some, steps = rebuilding.fold_some, iter(range(100))
def wait(*arguments):
    step = next(steps)
    print("step", step, flush=True)
    sys.stdin.readline()  # between reading a part and writing it
    return fold_some(*arguments)
rebuilding.fold_some = wait
sys.exit(main(["rebuild"]))
"""


def start_rebuild(folder: Path) -> subprocess.Popen[bytes]:
    """A rebuild that waits at each of its steps for a line."""
    return subprocess.Popen(
        [sys.executable, "-c", REBUILD], cwd=folder, env=environment(), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def told_to_go_on(child: subprocess.Popen[bytes]) -> bool:
    """Whether the rebuild has a further step; it is told to take it."""
    assert child.stdout is not None
    assert child.stdin is not None
    if not child.stdout.readline().startswith(b"step"):
        return False
    child.stdin.write(b"\n")
    child.stdin.flush()
    return True


def answers(ledger: Ledger) -> list[object]:
    """What the questions say of the case."""
    return [ledger.ask(name, as_of="2020-10-01", today="2030-01-01").rows
            for name in ("commitments", "levels", "said")]  # fmt: skip


def test_others_ask_and_append_while_a_rebuild_goes_on(folder: Path) -> None:
    """What they append is in the new rows; until the last step they are answered from the old."""
    with Ledger.open(folder / "ledger.db") as ledger:
        ledger.import_document(CASE.read_bytes(), name="case.yaml")
        before = answers(ledger)
        child = start_rebuild(folder)
        added = 0
        while told_to_go_on(child):
            added += 1
            ledger.record({"type": "source", "id": f"paper-{added}", "title": f"No. {added}",
                           "published": "2020-10-01"})  # fmt: skip
            assert answers(ledger) == before
        _, err = child.communicate()

        assert (child.returncode, err) == (0, err)
        assert added > 4
        assert answers(ledger) == before
        assert len(ledger.ask("sources", about="paper-").rows) == added
    assert run(folder, "verify").returncode == 0


def test_a_killed_rebuild_leaves_the_old_rows_in_use_and_the_next_one_clears_away(
    folder: Path,
) -> None:
    with Ledger.open(folder / "ledger.db") as ledger:
        ledger.import_document(CASE.read_bytes(), name="case.yaml")
        before = answers(ledger)
        child = start_rebuild(folder)
        for _ in range(3):
            assert told_to_go_on(child)
        child.kill()
        child.communicate()

        assert answers(ledger) == before
    doctor = run(folder, "doctor").stdout
    assert b"an unfinished rebuild" in doctor
    assert run(folder, "rebuild").returncode == 0
    assert b"an unfinished rebuild" not in run(folder, "doctor").stdout
    with Ledger.open(folder / "ledger.db") as ledger:
        assert answers(ledger) == before
    assert run(folder, "verify").returncode == 0
