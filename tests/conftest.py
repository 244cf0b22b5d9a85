"""What every test starts from: no settings of this machine, no colours, no log set up before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

# Machines may be busy: no test depends on how long it takes, and all run the same every time.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

VARIABLES = (
    "PLEDGER_DB", "PLEDGER_KEY", "PLEDGER_RECORDER", "PLEDGER_STALE_AFTER", "NO_COLOR", "FORCE_COLOR",
    "COLUMNS",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-expected", action="store_true",
        help="write the expected outputs of tests/doors anew instead of comparing with them",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path(tmp_path_factory.getbasetemp()) / "no-settings"))


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """The log keeps the stderr that it was given; the next test has another."""
    yield
    structlog.reset_defaults()
