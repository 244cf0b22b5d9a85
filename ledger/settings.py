"""Settings: which ledger, who records; each from the first place that names it, with its origin."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ledger.errors import UsageError

FILE = "pledger.toml"
SCALES = "scales"
"""The table of a settings file that holds output scales: [scales.NAME], verdict = "word"."""

DEFAULT_DB = "ledger.db"
STALE_AFTER = 14
PATHS = ("db", "key")
DEFAULT = "default"


@frozen(kw_only=True)
class Setting:
    """One setting: its name, what it means, and the value where nobody names one."""

    name: str
    help: str
    default: str | int
    variable: str


SETTINGS: tuple[Setting, ...] = (
    Setting(name="db", help="the ledger's file", default=DEFAULT_DB, variable="PLEDGER_DB"),
    Setting(
        name="recorder",
        help="who records, as every event will say",
        default="",
        variable="PLEDGER_RECORDER",
    ),
    Setting(
        name="key",
        help="the file of the key that signs (default: in the user's settings)",
        default="",
        variable="PLEDGER_KEY",
    ),
    Setting(
        name="stale_after",
        help="days for which a report that a target is not met speaks for the days after it",
        default=STALE_AFTER,
        variable="PLEDGER_STALE_AFTER",
    ),
)


@frozen(kw_only=True)
class Chosen:
    """The value of a setting, and where it comes from."""

    name: str
    value: str | int
    origin: str


def choose(
    *,
    given: Mapping[str, str | int | None],
    environment: Mapping[str, str],
    folder: Path,
    user: Path,
    login: str,
) -> dict[str, Chosen]:
    """Every setting: as given on the command line, then environment, folder, user, default.

    Raises UsageError, naming the file, for a settings file that cannot be read, and for unknown
    names or unfit values in it.
    """
    files = [(path, _read(path)) for path in (folder / FILE, user / FILE)]
    found = {}
    for setting in SETTINGS:
        value, origin = next(_candidates(setting, given, environment, files, login))
        found[setting.name] = Chosen(
            name=setting.name, value=_fit(setting, value, origin), origin=origin
        )
    return found


def read_scales(folder: Path, user: Path) -> dict[str, dict[str, str]]:
    """The output scales that the settings files name; those of the folder go first.

    Raises UsageError, naming the file, for what is no table of words.
    """
    found: dict[str, dict[str, str]] = {}
    for path in (user / FILE, folder / FILE):
        tables = _read(path).get(SCALES, {})
        for name, words in tables.items() if isinstance(tables, dict) else [("", None)]:
            if not isinstance(words, dict) or not all(isinstance(w, str) for w in words.values()):
                raise UsageError(
                    f"{path}: [{SCALES}.{name}] is no table of words",
                    hint='write: [scales.ours], then kept = "done" and so on',
                )
            found[name] = words
    return found


def _candidates(
    setting: Setting,
    given: Mapping[str, str | int | None],
    environment: Mapping[str, str],
    files: list[tuple[Path, dict[str, Any]]],
    login: str,
) -> Iterator[tuple[Any, str]]:
    if given.get(setting.name) is not None:
        yield given[setting.name], "command line"
    if environment.get(setting.variable):
        yield environment[setting.variable], f"environment ({setting.variable})"
    for path, held in files:
        if setting.name in held:
            value = held[setting.name]
            if setting.name in PATHS and isinstance(value, str) and value.strip():
                # A path in a file is meant from where that file lies.
                value = str(path.parent / value)
            yield value, str(path)
    if setting.name == "recorder":
        yield login, "login name"
    yield setting.default, DEFAULT


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="mend or move the file") from error
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}", hint='write: db = "ledger.db"') from error
    names = [setting.name for setting in SETTINGS]
    unknown = sorted(set(held) - {*names, SCALES})
    if unknown:
        raise UsageError(
            f"{path}: there is no setting {unknown[0]!r}", hint=f"settings: {', '.join(names)}"
        )
    return held


def _fit(setting: Setting, value: Any, origin: str) -> str | int:
    if origin == DEFAULT:
        return setting.default
    if isinstance(setting.default, int):
        text = str(value)
        if isinstance(value, bool) or not text.isdecimal() or len(text) > 6:
            raise UsageError(f"{setting.name} ({origin}): {value!r} is no number of days")
        return int(text)
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise UsageError(f"{setting.name} ({origin}): {value!r} is no text")
    return value
