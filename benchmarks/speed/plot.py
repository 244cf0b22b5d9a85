"""Plots as SVG, on logarithmic scales: how a cost grows with the size of the ledger."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 80, 170, 40, 56
COLOURS = ("#1b5e9b", "#c0392b", "#2e7d32", "#8e44ad", "#b9770e", "#333333")
SVG = "http://www.w3.org/2000/svg"
FONT = 'font-family="sans-serif" font-size="12"'
DASHES = ("", "6 3", "2 3", "8 3 2 3", "", "4 4")
"""Lines differ by more than their colour."""


def exponents(low: float, high: float) -> range:
    """The powers of ten that enclose these values."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return range(first, max(last, first + 1) + 1)


def short(value: float) -> str:
    """A power of ten as it is written at an axis."""
    for size, word in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{word}"
    return f"{value:g}"


class Axes:
    """Where values lie on the picture."""

    def __init__(self, across: range, up: range) -> None:
        self.across, self.up = across, up

    def x(self, value: float) -> float:
        """From the left."""
        part = (math.log10(value) - self.across[0]) / (self.across[-1] - self.across[0])
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """From the top."""
        part = (math.log10(value) - self.up[0]) / (self.up[-1] - self.up[0])
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> Iterator[str]:
        """A line and a number at every power of ten."""
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        for power in self.across:
            x = self.x(10.0**power)
            yield f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#ddd"/>'
            yield _text(x, bottom + 18, short(10.0**power), anchor="middle")
        for power in self.up:
            y = self.y(10.0**power)
            yield f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>'
            yield _text(LEFT - 8, y + 4, short(10.0**power), anchor="end")


def _text(x: float, y: float, words: str, *, anchor: str = "start", turn: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{escape(words)}</text>'


def _line(axes: Axes, number: int, points: Points) -> Iterator[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    places = [(axes.x(x), axes.y(y)) for x, y in points]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def plot(title: str, axis: str, lines: Mapping[str, Points]) -> str | None:
    """The picture of these lines over the number of events; None where there is nothing to show.

    Only values above zero can be shown on such scales; others are left out.
    """
    shown = {
        name: kept
        for name, points in lines.items()
        if (kept := sorted((x, y) for x, y in points if x > 0 and y > 0))
    }
    if not shown:
        return None
    xs = [x for points in shown.values() for x, _ in points]
    ys = [y for points in shown.values() for _, y in points]
    axes = Axes(exponents(min(xs), max(xs)), exponents(min(ys), max(ys)))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts = [
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="15">{escape(title)}</text>',
        *axes.grid(),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, "events in the ledger", anchor="middle"),
        _text(20, middle, axis, anchor="middle", turn=f' transform="rotate(-90 20 {middle})"'),
    ]
    for number, (name, points) in enumerate(shown.items()):
        parts += _line(axes, number, points)
        y = TOP + 14 + 20 * number
        x = WIDTH - RIGHT + 14
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path d="M{x} {y - 4}h24" stroke="{colour}" stroke-width="2"{dashed}/>')
        parts.append(_text(x + 30, y, name))
    return "\n".join([*parts, "</svg>", ""])
