"""What a format is: a name, a media type, and how an answer is written in it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from ledger.model.answer import Answer


@frozen(kw_only=True)
class Screen:
    """Where text will be shown: its width in characters, and whether colours may be used."""

    width: int = 120
    color: bool = False


@frozen(kw_only=True)
class Format:
    """How an answer is written. `render` gives the whole text, ending in a line feed."""

    name: str
    help: str
    media_type: str
    render: Callable[[Answer, Screen], str]
