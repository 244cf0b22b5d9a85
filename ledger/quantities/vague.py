"""Words for a number that is not told: "several", "tens of thousands", "low hundreds"."""

from __future__ import annotations

from ledger.quantities.vocabulary import (
    ARTICLES,
    CARDINALS,
    DECADES,
    DOZENS,
    HUNDREDS,
    PLURALS,
    WORD_SCALES,
)

Vague = tuple[int, int | None]
FEW: dict[tuple[str, ...], Vague] = {
    tuple(words.split()): ends
    for ends, listed in {
        (2, 5): "a few,few,just a few,only a few,a select few",
        (3, 10): "several",
        (2, 10): "a handful,a handful of,handful of,a small number of,small numbers of",
        (2, None): "a number of,some,multiple,numbers of,various,a series of,any number of",
        (3, None): "many,numerous,quite a few,a lot of,lots of,plenty of,a great many,a good many,"
        "a large number of,large numbers of,countless,a myriad,a myriad of,myriad,very many,"
        "a great number of",
    }.items()
    for words in listed.split(",")
}
"""At least and at most how many; they multiply a scale behind them: several thousand."""
_LONGEST = max(map(len, FEW))
_FEW_FIRST = {words[0] for words in FEW} | ARTICLES
_THIRDS = {"low": (1, 3), "lower": (1, 3), "early": (1, 3), "mid": (4, 6), "middle": (4, 6),
           "high": (7, 9), "upper": (7, 9), "late": (7, 9)}  # fmt: skip
_DIGITS = {"single": 1, "double": 2, "triple": 3}
_SPOKEN = {"digits", "digit", "figures", "figure"}


def read_vague(words: list[str]) -> tuple[Vague, int] | None:
    """The interval that the words begin with, and how many words they take, or None."""
    return _level(words) or _plural(words) or _few(words)


def _few(words: list[str]) -> tuple[Vague, int] | None:
    if not words or words[0] not in _FEW_FIRST:
        return None
    for taken in range(min(_LONGEST, len(words)), 0, -1):
        ends = FEW.get(tuple(words[:taken]))
        if ends is not None:
            break
    else:
        if words[0] in ARTICLES and words[2:4] == ["number", "of"]:  # a growing number of
            return (2, None), 4
        return None
    factor, used = _scales(words[taken:])
    low, high = ends
    return (low * factor, None if high is None else high * factor), taken + used


def _scales(words: list[str]) -> tuple[int, int]:
    """The product of the scales that the words begin with, and how many they are."""
    at = 1 if words[:1] == ["of"] else 0
    factor, start = 1, at
    while at < len(words) and at < 6:
        word = words[at]
        if word == "of" and at > start and words[at + 1 : at + 2] and words[at + 1] in PLURALS:
            at += 1
            continue
        size = 100 if word in HUNDREDS else WORD_SCALES.get(word) or DOZENS.get(word)
        if word == "tens":
            size = 10
        if size is None or word in ("dz", "doz"):
            break
        factor, at = factor * size, at + 1
    return (factor, at) if at > start else (1, 0)


def _plural(words: list[str]) -> tuple[Vague, int] | None:
    """Dozens; tens of thousands; hundreds of millions: two of the first, at least."""
    if not words or words[0] not in PLURALS:
        return None
    least, taken = 2 * PLURALS[words[0]], 1
    if words[1:3] in (["upon", words[0]], ["and", words[0]]):
        taken = 3
    while words[taken : taken + 1] == ["of"] and len(words) > taken + 1 and taken < 9:
        scale = PLURALS.get(words[taken + 1]) or WORD_SCALES.get(words[taken + 1])
        if scale is None:
            break
        least, taken = least * scale, taken + 2
    return (least, None), taken


def _level(words: list[str]) -> tuple[Vague, int] | None:
    """Double digits; six figures; the low hundreds; the mid-40s; the high teens."""
    at = 1 if words[:1] in (["the"], ["a"]) else 0
    third = _THIRDS.get(words[at]) if at < len(words) else None
    if third is not None:
        at += 1
    if words[at : at + 1] == ["-"] and third is not None:
        at += 1
    found = _magnitude(words[at:], named=third is not None)
    if found is None:
        return None
    base, count, taken = found
    # `base` is the step from one leading digit to the next, `count` where the digits begin.
    first, last = third or (1 if count else 0, 9)
    if count == 13:
        low, high = max(13, 10 + first), 10 + last
        return ((13, 19) if third is None else (low, high)), at + taken
    if count > 13:  # a decade: the twenties
        low, high = (0, 3) if third == (1, 3) else third or (0, 9)
        return (count + low, count + high), at + taken
    return (first * base, (last + 1) * base - 1), at + taken


def _magnitude(words: list[str], *, named: bool) -> tuple[int, int, int] | None:
    """The step between leading digits; 1, 13 for the teens or the decade; the words taken."""
    if not words:
        return None
    word = words[0]
    gap = 2 if words[1:2] == ["-"] else 1
    if words[gap : gap + 1] and words[gap] in _SPOKEN:
        figures = _DIGITS.get(word) or CARDINALS.get(word)
        if figures is None and word.isdecimal() and len(word) < 3:
            figures = int(word)
        if figures and figures <= 15:
            return 10 ** (figures - 1), 1, gap + 1
        return None
    if word == "teens":
        return 1, 13, 1
    if word in DECADES:
        return 1, DECADES[word], 1
    if named and word in PLURALS and word not in ("dozens", "scores"):
        base, taken = PLURALS[word], 1
        while words[taken : taken + 1] == ["of"] and words[taken + 1 : taken + 2] and taken < 9:
            scale = PLURALS.get(words[taken + 1])
            if scale is None:
                break
            base, taken = base * scale, taken + 2
        return base, 1, taken
    return None
