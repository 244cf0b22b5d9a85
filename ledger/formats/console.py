"""Where tables and charts are drawn: text of a fixed width, with plain colours or none."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console

from ledger.formats.format import Screen


def console_for(screen: Screen, out: TextIO, *, narrowest: int) -> Console:
    """A console that writes to `out`, as wide as the screen, but at least `narrowest` characters.

    Nothing in a text is read as markup: words of others are shown as they are.
    """
    return Console(
        file=out,
        width=max(screen.width, narrowest),
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        no_color=not screen.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
