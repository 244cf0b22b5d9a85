"""Reads phrases (a JSON list on stdin) with other readers; prints what each makes of them as JSON.

Runs by itself in the interpreter where the readers are installed; it imports nothing of ours. For
each reader: one [lo, hi] for each phrase, or null where it reads nothing. A number is an interval
of one point; an uncertainty told is taken either side. A reader that is not installed is left out.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

warnings.simplefilter("ignore")
Ends = list[float] | None
Reader = Callable[[str], Ends]


def quantulum3() -> Reader:
    from quantulum3 import parser

    def read(phrase: str) -> Ends:
        found = parser.parse(phrase)
        if not found:
            return None
        low = min(one.value - (one.uncertainty or 0) for one in found)
        high = max(one.value + (one.uncertainty or 0) for one in found)
        return [low, high]

    return read


def recognizers_text() -> Reader:
    from recognizers_number import recognize_number
    from recognizers_text import Culture

    def read(phrase: str) -> Ends:
        found = recognize_number(phrase, Culture.English)
        values = [float(one.resolution["value"]) for one in found]
        return [min(values), max(values)] if values else None

    return read


def text2num() -> Reader:
    from text_to_num import alpha2digit
    from text_to_num import text2num as number

    def read(phrase: str) -> Ends:
        try:
            value = float(number(phrase, "en"))
        except ValueError:
            value = float(alpha2digit(phrase, "en").replace(",", ""))
        return [value, value]

    return read


def word2number() -> Reader:
    from word2number import w2n

    def read(phrase: str) -> Ends:
        value = float(w2n.word_to_num(phrase))
        return [value, value]

    return read


def readings(phrases: list[str], read: Reader) -> list[Ends]:
    """What the reader makes of each phrase; an exception means that it reads nothing."""
    found: list[Ends] = []
    for phrase in phrases:
        try:
            found.append(read(phrase))
        except Exception:  # noqa: BLE001 - whatever another reader raises
            found.append(None)
    return found


def main() -> None:
    """Read the phrases on stdin with every reader that is installed."""
    phrases = json.load(sys.stdin)
    out: dict[str, Any] = {}
    for make in (recognizers_text, quantulum3, text2num, word2number):
        try:
            read = make()
        except ImportError:
            continue
        out[make.__name__] = readings(phrases, read)
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
