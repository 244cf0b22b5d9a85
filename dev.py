#!/usr/bin/env python3
"""One door for whoever works on the ledger: python3 dev.py demo | test | check | soak | bench.

Uses the standard library alone. It keeps an environment of its own in .venv, whatever else is
active, and passes further arguments on: python3 dev.py test tests/model -k clock
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / ".stamp"
TOOLS = VENV / ".stamp-tools"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)
COMMANDS = {
    "demo": "a tour on a shipped case, in ./demo",
    "test": "the whole test suite",
    "check": "style, types, imports, migrations, reference page",
    "soak": "the long tests, an hour or more; --minutes N: kill commands for so long",
    "bench": "how fast the ledger is; --events N, names of cases, --list: see docs/performance.md",
    "setup": "only make the environment, tools included",
}


def say(text: str) -> None:
    """A line to stderr: stdout belongs to what is run."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def wanted() -> str:
    """What the environment must have been made from: changes with every input of it."""
    parts = [sys.version.encode(), str(ROOT).encode()]
    parts += [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def setup(*, tools: bool) -> None:
    """Make or mend the environment; `tools` adds what tests and checks need.

    The stamps are written last: without its stamp nothing is trusted.
    """
    stamp = wanted()
    # An active environment, a user's pip settings or an externally managed Python do not matter:
    # everything goes into .venv.
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    within = ["--constraint", str(ROOT / "constraints.txt")]
    if not stamped(STAMP, stamp):
        say("making the environment in .venv (once, some twenty seconds)")
        if VENV.exists():
            shutil.rmtree(VENV)
        subprocess.run([outside(), "-m", "venv", str(VENV)], check=True)
        subprocess.run([*pip, *within, "--editable", str(ROOT)], check=True, env=clean())
        STAMP.write_text(stamp, "utf-8")
    if tools and not stamped(TOOLS, stamp):
        say("adding the tools for tests and checks (once)")
        subprocess.run([*pip, "--upgrade", "pip>=25.1"], check=True, env=clean())
        group = f"{ROOT}/pyproject.toml:dev"
        subprocess.run([*pip, *within, "--group", group], check=True, env=clean())
        TOOLS.write_text(stamp, "utf-8")


def outside() -> str:
    """This Python, but not the one in .venv, which is about to be made afresh."""
    base: str = getattr(sys, "_base_executable", sys.executable)
    return base if Path(sys.prefix) == VENV else sys.executable


def stamped(path: Path, stamp: str) -> bool:
    """Whether what this stamp stands for was finished, from the same inputs."""
    return path.is_file() and path.read_text("utf-8") == stamp


def clean() -> dict[str, str]:
    """The environment variables without those by which another Python would shine through."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_REQUIRE_VIRTUALENV",
              "PIP_TARGET", "PIP_PREFIX")  # fmt: skip
    return {name: value for name, value in os.environ.items() if name not in hidden}


def run(*command: str) -> int:
    """Run a program of the environment from the project's root; its exit status."""
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=clean(), check=False)
    return 128 - done.returncode if done.returncode < 0 else done.returncode


def demo(arguments: list[str]) -> int:
    """The tour."""
    return run("pledger", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """The suite, on two processes unless told otherwise."""
    spread = [] if any(each.startswith(("-n", "--pdb")) for each in arguments) else ["-n", "2"]
    return run("python", "-m", "pytest", *spread, *arguments)


def soak(arguments: list[str]) -> int:
    """What takes too long for every change: kills, crowds, thousands of random examples.

    With --minutes N, only kills of commands, as many as fit into the time.
    """
    if arguments[:1] == ["--minutes"]:
        return run("python", "-m", "tests.doors.programs.soak", *arguments[1:])
    return run("python", "-m", "pytest", "-m", "soak", *arguments)


def bench(arguments: list[str]) -> int:
    """The measurements; the other event store gets an environment of its own."""
    return run("python", "-m", "benchmarks.speed", *arguments)


def check(arguments: list[str]) -> int:
    """Everything that a machine can check without running the tests; all of it, then the status."""
    steps = (
        ("style", ("ruff", "check", ".")),
        ("format", ("ruff", "format", "--check", ".")),
        ("types", ("mypy",)),
        ("imports", ("lint-imports",)),
        ("migrations", ("python", "-m", "ledger.store.migrate")),
        ("reference", ("python", "scripts/write_reference.py", "--check")),
    )
    failed = []
    for name, command in steps:
        if arguments and name not in arguments:
            continue
        say(f"{name}: {' '.join(command)}")
        if run(*command) != 0:
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def main() -> int:
    """Run one command."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] not in COMMANDS:
        for name, help in COMMANDS.items():
            print(f"python3 dev.py {name:6} {help}")
        return 0 if arguments[:1] in ([], ["--help"], ["-h"]) else 2
    if sys.version_info < OLDEST:
        say(f"needs Python {OLDEST[0]}.{OLDEST[1]} or newer, this is {sys.version.split()[0]}")
        return 1
    try:
        setup(tools=arguments[0] not in ("demo", "bench"))
        commands = {"demo": demo, "test": test, "check": check, "soak": soak, "bench": bench}
        command = commands.get(arguments[0])
        return command(arguments[1:]) if command else 0
    except subprocess.CalledProcessError as error:
        say(f"the environment could not be made: {Path(error.cmd[0]).name} ended with "
            f"{error.returncode}; run the same command again to start afresh")  # fmt: skip
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main())
