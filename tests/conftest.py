"""What every test starts from: no settings of this machine, no colours, no log set up before it."""

from __future__ import annotations

import os
from collections.abc import Iterator

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


def pytest_configure(config: pytest.Config) -> None:
    """What is set in the terminal that runs the tests must not show in what they see."""
    for name in VARIABLES:
        os.environ.pop(name, None)
    os.environ["XDG_CONFIG_HOME"] = os.devnull


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """The log keeps the stderr that it was given; the next test has another."""
    yield
    structlog.reset_defaults()
