"""The house rules, checked by a machine: floors, files, registries, public names, pages, the wheel."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

import ledger
from ledger.cli.examples import ADD
from ledger.cli.options import OUTPUTS
from ledger.errors import LedgerError
from ledger.formats import FORMAT_NAMES, FORMATS, as_chart
from ledger.formats.format import Format
from ledger.model.event import Event
from ledger.model.event_types import BY_NAME, EVENT_TYPES, GIVEN
from ledger.projections import PROJECTIONS, QUESTIONS
from ledger.projections.projection import Projection
from ledger.projections.question import Question
from ledger.store.migrate import folder
from tests.doors.transcript import case_desk

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ledger"
PAGE = ROOT / "docs" / "reference.md"
LONGEST = 400
LONGER = {
    "ledger/service/service.py",
    # Goes out with evidence as one file that needs nothing else.
    "ledger/evidence/verifier/verify_evidence.py",
}
"""Files over the limit. The first is to be divided; nothing is to be added without a reason."""

OWN = [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "migrations").rglob("*.py")),
       *sorted((ROOT / "scripts").glob("*.py")), ROOT / "dev.py",
       *sorted((ROOT / "tests").rglob("*.py"))]  # fmt: skip


def name_of(path: Path) -> str:
    """A path as it is shown: from the root on."""
    return path.relative_to(ROOT).as_posix()


def run(*command: str | Path, **how: object) -> subprocess.CompletedProcess[str]:
    """Run a program and show what it wrote where it fails."""
    done = subprocess.run([str(part) for part in command], text=True, capture_output=True,
                          check=False, **how)  # type: ignore[call-overload]  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    found: subprocess.CompletedProcess[str] = done
    return found


def test_imports_run_downstairs_only_and_every_room_has_its_floor() -> None:
    """The contracts in pyproject.toml: layers (exhaustive), pure rooms, doors."""
    from importlinter import cli

    cwd, path = Path.cwd(), list(sys.path)
    os.chdir(ROOT)
    try:
        assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS
    finally:
        os.chdir(cwd)
        sys.path[:] = path


@pytest.mark.parametrize("path", [p for p in OWN if p.read_text("utf-8").strip()], ids=name_of)
def test_line_one_of_every_module_is_one_sentence(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert doc is not None
    first, *rest = doc.splitlines()

    assert first.endswith((".", "?")), first
    assert len(first) > 20
    assert not rest or rest[0] == ""


@pytest.mark.parametrize("path", [p for p in OWN if "tests" not in p.parts], ids=name_of)
def test_a_file_is_not_a_drawer(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())

    assert path.stem not in ("utils", "helpers", "common", "misc", "base")
    assert (lines < LONGEST) is not (name_of(path) in LONGER), f"{lines} lines"


def classes(module: str) -> list[type[object]]:
    found = importlib.import_module(module)
    return [
        cls for _, cls in inspect.getmembers(found, inspect.isclass) if cls.__module__ == module
    ]


def modules(package: str) -> list[str]:
    where = importlib.import_module(package)
    return [f"{package}.{each.name}" for each in pkgutil.iter_modules(where.__path__)]


def test_every_event_class_is_in_the_registry() -> None:
    every = [cls for module in modules("ledger.model") for cls in classes(module)]
    concrete = {cls for cls in every if issubclass(cls, Event) and cls.TYPE}

    assert concrete == set(EVENT_TYPES)
    assert list(BY_NAME) == [cls.TYPE for cls in EVENT_TYPES]


def held(package: str, kind: type[object]) -> set[str]:
    """The public things of a kind that lie in the files of a shelf."""
    return {
        f"{module}.{name}"
        for module in modules(package)
        for name, value in vars(importlib.import_module(module)).items()
        if isinstance(value, kind) and name.isupper() and not name.startswith("_")
    }


@pytest.mark.parametrize(
    ("package", "kind", "registry"),
    [
        ("ledger.projections", Projection, PROJECTIONS),
        ("ledger.projections", Question, QUESTIONS),
        ("ledger.formats", Format, FORMATS),
    ],
    ids=["projections", "questions", "formats"],
)
def test_what_lies_on_a_shelf_is_in_its_registry(
    package: str, kind: type[object], registry: tuple[object, ...]
) -> None:
    for name in held(package, kind):
        module, _, attribute = name.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        assert any(value is entry for entry in registry), name


def test_every_file_of_a_format_is_used() -> None:
    files = {path.stem for path in (PACKAGE / "formats").glob("as_*.py")}
    used = {inspect.getmodule(each.render).__name__.rpartition(".")[2] for each in FORMATS}  # type: ignore[union-attr]

    assert files == used


def test_names_are_given_once() -> None:
    for names in (FORMAT_NAMES, [each.name for each in PROJECTIONS],
                  [name for each in QUESTIONS for name in (each.name, *each.aliases)]):  # fmt: skip
        assert len(names) == len(set(names))


def test_the_command_line_offers_every_format() -> None:
    """The chart is for levels alone, and is offered there."""
    assert (*OUTPUTS, as_chart.CHART.name) == FORMAT_NAMES


def test_every_event_type_has_an_example() -> None:
    assert set(ADD) == set(GIVEN)


@pytest.mark.parametrize("name", [*ledger.__all__, "__version__"])
def test_a_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(ledger, name)

    if name != "__version__":
        assert (value.__doc__ or "").strip(), name


def test_every_refusal_a_caller_can_meet_is_public() -> None:
    from ledger import errors

    kinds = {cls.__name__ for cls in vars(errors).values()
             if isinstance(cls, type) and issubclass(cls, LedgerError)}  # fmt: skip
    assert kinds <= set(ledger.__all__)


def test_public_methods_say_what_they_do() -> None:
    for name in ("Ledger", "Answer", "Receipt"):
        for attribute, value in inspect.getmembers(getattr(ledger, name)):
            if attribute.startswith("_") or not callable(value):
                continue
            assert (value.__doc__ or "").strip(), f"{name}.{attribute}"


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Legder'"):
        ledger.Legder  # noqa: B018
    assert dir(ledger) == sorted([*ledger.__all__, "__version__"])


def test_the_reference_page_is_current() -> None:
    """It documents every event type, question, format and command with an example."""
    run(sys.executable, ROOT / "scripts" / "write_reference.py", "--check", cwd=ROOT)


def test_every_example_document_of_the_reference_is_recorded_as_printed(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    types = [yaml.safe_load(block)[0]["type"] for block in blocks]
    assert types == list(GIVEN)
    with case_desk(tmp_path) as made:
        for block in blocks:
            ran = made.pledger("import", "-", "--dry-run", stdin=block)
            assert ran.status == 0, f"{block}\n{ran.err}"


def test_every_page_says_what_exists() -> None:
    """Links between the pages lead somewhere."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_constraints_name_versions_and_no_addresses() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()

    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines), lines
    names = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lines}
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'^    "([\w-]+)[>=]', project, re.MULTILINE)
    assert len(wanted) > 10
    assert {name.lower() for name in wanted} <= names


def test_a_checkout_finds_the_migrations_beside_the_package() -> None:
    assert folder() == ROOT / "migrations"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    made = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made, cwd=ROOT)
    (found,) = made.glob("*.whl")
    return found


def test_the_wheel_holds_the_program_its_case_its_types_and_its_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"ledger/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob("*.py")}
    wanted |= {"ledger/py.typed", "ledger/cases/september-2020.yaml"}
    wanted |= {f"ledger/{name_of(path)}" for path in (ROOT / "migrations").rglob("*.py")}

    assert wanted <= names
    assert not [name for name in names if not name.startswith(("ledger/", "policy_ledger-"))]
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_wheel_works_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Nothing of the checkout is on the path; the migrations come from within the package."""
    home = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(home)
    (tmp_path / "work").mkdir()
    case = home / "ledger" / "cases" / "september-2020.yaml"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(home), "LOGNAME": "tester"}

    def pledger(*arguments: str) -> str:
        # -P: the folder itself is not on the path; the checkout's own entry is taken off it.
        start = ("import sys; sys.path = [p for p in sys.path if p != {root!r}]; import ledger; "
                 "assert ledger.__file__.startswith({home!r}), ledger.__file__; "
                 "from ledger.store.migrate import folder; "
                 "assert str(folder()) == {inside!r}, folder(); "
                 "from ledger.cli import main; sys.exit(main(sys.argv[1:]))")  # fmt: skip
        code = start.format(root=str(ROOT), home=str(home), inside=f"{home}/ledger/migrations")
        return run(
            sys.executable, "-P", "-c", code, *arguments, cwd=tmp_path / "work", env=env
        ).stdout

    pledger("init")
    pledger("import", str(case))
    assert "past-due-unverified" in pledger("commitments", "--as-of", "2020-10-01")
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == ["ledger.db"]
