"""The results in Markdown, and the page of the documentation that holds them between two marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.cases import CASES
from benchmarks.speed.plot import plot
from benchmarks.speed.rows import DISK, MEMORY, SECTIONS

BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
HEADINGS = ("work", "on disk", "low … high", "in memory", "low … high", "must", "goal", "reached")

Results = Mapping[str, Any]


def shown(value: float | None, unit: str | None) -> str:
    """A value as people read it."""
    if value is None:
        return "–"
    if unit in ("MB", "") or (unit == "/s" and value >= 10):
        digits = f"{value:,.0f}"
    elif unit == "s" or value < 10:
        digits = f"{value:,.3f}" if value < 1 else f"{value:,.2f}"
    else:
        digits = f"{value:,.1f}" if value < 1000 else f"{value:,.0f}"
    return f"{digits} {unit}".strip()


def reached(row: Mapping[str, Any]) -> str:
    """Whether a row is what it must be, and the goal."""
    if row["value"] is None:
        return row["error"] or "not measured"
    said = [(row["must_reached"], "must"), (row["goal_reached"], "goal")]
    judged = [(held, word) for held, word in said if held is not None]
    if not judged:
        return ""
    if all(held for held, _ in judged):
        return "yes"
    return ", ".join(f"{word} {'yes' if held else 'no'}" for held, word in judged)


def line(cells: Iterable[str]) -> str:
    """One line of a table; what would end a cell early is written otherwise."""
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def tables(results: Results) -> Iterator[str]:
    """A table for each section of rows, as far as its cases were asked for."""
    asked = results["asked"]
    for title, _ in SECTIONS:
        rows = [
            row
            for row in results["rows"]
            if row["section"] == title and row["case"] in asked["cases"]
        ]
        if not rows:
            continue
        yield f"### {title}"
        yield ""
        yield line(HEADINGS)
        yield line("---" for _ in HEADINGS)
        works = dict.fromkeys(row["work"] for row in rows)
        for work in works:
            yield _cells([row for row in rows if row["work"] == work], asked["events"])
        yield ""


def _cells(rows: Sequence[Mapping[str, Any]], events: int) -> str:
    """The line of one work, which may have been measured in both places."""
    one = rows[0]
    of = f" ({one['events']:,} events)" if one["events"] not in (None, events) else ""
    measured = {row["where"] or DISK: row for row in rows}
    values = [cell for where in (DISK, MEMORY) for cell in _value(measured.get(where))]
    return line((f"{one['work']}{of}", *values, one["must"] or "", one["goal"] or "",
                 _reached(measured)))  # fmt: skip


def _value(row: Mapping[str, Any] | None) -> tuple[str, str]:
    """What was measured, and between which ends; nothing where it was not asked for."""
    if row is None:
        return "", ""
    low, high, unit = row["low"], row["high"], row["unit"]
    spread = f"{shown(low, unit)} … {shown(high, unit)}" if low != high else ""
    return shown(row["value"], unit), spread


def _reached(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """In one word where both places agree."""
    said = {where: reached(row) for where, row in measured.items()}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{where}: {word}" for where, word in said.items())


def told(results: Results) -> Iterator[str]:
    """On what, with what, of how many events, in how many rounds."""
    asked = results["asked"]
    machine = results["machine"]
    yield (f"{asked['events']:,} events (seed {asked['seed']}), {asked['rounds']} rounds; medians, "
           "and the first and third quartile.")  # fmt: skip
    yield ""
    yield (f"- Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory']}, "
           f"{machine['system']}; " + "; ".join(f"{name}: {kind}" for name, kind in
                                                 results["places"].items()))  # fmt: skip
    named = [f"{name} {each}" for name, each in results["versions"].items() if each]
    yield f"- Versions: {', '.join(named)}"
    yield "- SQLite: " + ", ".join(f"{name}={value}" for name, value in results["pragmas"].items())
    for remark in results["remarks"]:
        yield f"- {remark}"
    yield ""


def markdown(results: Results, pictures: Mapping[str, str], folder: str) -> str:
    """The whole of it; `folder` is where the pictures lie, seen from the page."""
    parts = [*told(results), *tables(results)]
    if pictures:
        parts += ["### As the ledger grows", ""]
        parts += [f"![{CASES[name].title}]({folder}/{name}.svg)" for name in pictures]
        parts.append("")
    return "\n".join(parts)


def pictures(results: Results) -> dict[str, str]:
    """The plot of every case that was measured at several sizes."""
    found = {}
    for name, case in CASES.items():
        lines: dict[str, list[tuple[float, float]]] = {one: [] for one in case.plotted}
        for outcome in results["outcomes"]:
            if outcome["case"] != name or outcome["where"] != DISK:
                continue
            for figure in outcome["figures"]:
                if figure["name"] in lines:
                    lines[figure["name"]].append((outcome["events"], figure["median"]))
        picture = plot(case.title, case.axis, lines) if case.grows else None
        if picture is not None:
            found[name] = picture
    return found


def written(page: Path, results: Results) -> None:
    """Put the results between the marks of the page, and the pictures in the folder beside it.

    Raises ValueError where the page has no such marks.
    """
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no marks between which results belong")
    folder = page.with_suffix("")
    made = pictures(results)
    body = markdown(results, made, folder.name)
    # From here on something is replaced.
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for name, picture in made.items():
        (folder / f"{name}.svg").write_text(picture, "utf-8")
    page.write_text(f"{before}{BEGIN}\n\n{body}\n{END}{after}", "utf-8")
