"""The words that say how a number is meant: "about", "at least", "no more than", "or more".

Comparisons are built from their parts (more, fewer, larger … × no, slightly, well, equal to …),
so that a new adjective is one word in one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Words = tuple[str, ...]

_UP = "more greater larger higher bigger"
_DOWN = "fewer less lower smaller"
_SMALL_STEP = "slightly,just,a little,a bit,barely,marginally,only just,a shade,a fraction"
_LARGE_STEP = "well,far,much,significantly,considerably,substantially,way,comfortably,even"
_NOT = "no,not,never,nothing,none"
_OVER = "over,above,beyond,past,exceeding,exceeds,exceed,surpassing,surpasses,surpass,topping"
_UNDER = "under,below,beneath"


def _comparisons() -> Iterator[tuple[str, str]]:
    for side, strict, loose, near, flipped in (
        (_UP, "more_than", "at_least", "just_over", "up_to"),
        (_DOWN, "fewer_than", "up_to", "nearly", "at_least"),
    ):
        for word in side.split():
            yield f"{word} than", strict
            for equal in ("than or equal to", "than or equals to", "or equal to", "or equal than"):
                yield f"{word} {equal}", loose
            yield f"equal to or {word} than", loose
            for step in _SMALL_STEP.split(","):
                yield f"{step} {word} than", near
            for step in _LARGE_STEP.split(","):
                yield f"{step} {word} than", strict
            for word_not in _NOT.split(","):
                yield f"{word_not} {word} than", flipped
    for side, strict, near, flipped in (
        (_OVER, "more_than", "just_over", "up_to"),
        (_UNDER, "fewer_than", "nearly", "at_least"),
    ):
        for word in side.split(","):
            yield word, strict
            yield f"not {word}", flipped
            for step in _SMALL_STEP.split(","):
                yield f"{step} {word}", near
            for step in _LARGE_STEP.split(","):
                yield f"{step} {word}", strict


_PREFIXES = {
    "about": "about,around,approximately,approx,roughly,circa,ca,c,~,some,an estimated,estimated,"
    "estimated at,estimated to be,in the region of,in the neighborhood of,in the neighbourhood of,"
    "on the order of,in the order of,of the order of,something like,somewhere around,close to,"
    "near,perhaps,maybe,probably,more or less,or so,give or take,about some,a rough",
    "more_than": ">,in excess of,north of,upwards of,upward of,at least more than",
    "just_over": "slightly north of",
    "at_least": ">=,at least,at the least,at the very least,at a minimum,a minimum of,minimum,"
    "minimum of,the minimum of,min,at least or equal to,as few as,as little as,as low as,"
    "a floor of,starting at,not shy of,not short of",
    "fewer_than": "<,south of,up to but not including",
    "up_to": "<=,at most,at the most,at the very most,up to,up to and including,a maximum of,"
    "maximum,maximum of,the maximum of,max,as many as,as much as,as high as,as large as,"
    "at most or equal to,capped at,limited to,a ceiling of,a cap of,a limit of,not to exceed,"
    "to a maximum of",
    "nearly": "nearly,almost,just shy of,just short of,shy of,short of,a little short of,"
    "approaching,nearing,not quite,close on,very nearly,virtually,practically,very close to",
    "exact": "exactly,precisely,equal to,equals,equals to,equaling to,equaling,equalling,=,"
    "is equal to,exact",
    # Words that add nothing to the number.
    "": "the,only,just,merely,a total of,the total of,total of,a further,further,another,"
    "an additional,additional,an extra,extra,fully,a full,a record,the remaining,remaining,"
    "a combined,its,their,our,his,her,these,those,this,of,to,plus,by,at,down to,down by,up by,"
    "an average of,average of,a mere,as,in the,+,a single,"
    "a whole,the first,a net,net,a target of,the level of,a level of,around the",
}  # fmt: skip
_SUFFIXES = {
    "at_least": "plus,+,at least,at a minimum,at the least,minimum,at the very least,and up,"
    "and upwards,or upwards,if not more,and counting,as a minimum,or better",
    "up_to": "at most,at the most,maximum,max,tops,at the very most,as a maximum,if that,or none",
    "about": "ish,or so,or thereabouts,approximately,give or take,more or less,roughly,approx",
    "odd": "odd,something",
    "or_equal": "or equal,or equal to,or equal to it,or equals",
    "exact": "exactly,precisely",
    "": "in all,in total,altogether,overall,all told,alone",
}


def _suffixes() -> Iterator[tuple[str, str]]:
    for words, mark in (
        (_UP.split(), "at_least"),
        (_DOWN.split(), "up_to"),
        (["above", "over", "upward"], "at_least"),
        (["below", "under"], "up_to"),
    ):
        for word in words:
            for link in ("or", "and", "or even", "and even", "or possibly", "or perhaps"):
                yield f"{link} {word}", mark
            yield f"or {word} than", mark
    for mark, listed in _SUFFIXES.items():
        for words_ in listed.split(","):
            yield words_, mark


def _prefixes() -> Iterator[tuple[str, str]]:
    yield from _comparisons()
    for mark, listed in _PREFIXES.items():
        for words in listed.split(","):
            yield words, mark


def _by_edge(pairs: Iterable[tuple[str, str]], edge: int) -> dict[str, list[tuple[Words, str]]]:
    """Phrases by their first (edge 0) or last (edge -1) word, the longest first."""
    found: dict[str, list[tuple[Words, str]]] = {}
    for phrase, mark in dict(pairs).items():
        words = tuple(phrase.split())
        found.setdefault(words[edge], []).append((words, mark))
    for listed in found.values():
        listed.sort(key=lambda pair: -len(pair[0]))
    return found


_FIRST = _by_edge(_prefixes(), 0)
_LAST = _by_edge(_suffixes(), -1)
_BEHIND = _by_edge(_suffixes(), 0)
HEDGES = frozenset({
    "about", "around", "approximately", "approx", "roughly", "circa", "over", "under", "below",
    "nearly", "almost", "exactly", "some", "than", "between", "plus", "minus",
})  # fmt: skip
"""Words of a qualifier that can never be part of the name of what is counted."""


def before(words: list[str], start: int, stop: int) -> Iterator[tuple[str, int]]:
    """The qualifiers that stand at `start`, and where the words behind them begin; longest first."""
    for phrase, mark in _FIRST.get(words[start], ()) if start < stop else ():
        end = start + len(phrase)
        if end < stop and tuple(words[start:end]) == phrase:
            yield mark, end


def at_the_end(words: list[str], start: int, stop: int) -> Iterator[tuple[str, int]]:
    """The qualifiers that end at `stop`, and where the words before them end; longest first."""
    for phrase, mark in _LAST.get(words[stop - 1], ()) if start < stop else ():
        begin = stop - len(phrase)
        if begin > start and tuple(words[begin:stop]) == phrase:
            yield mark, begin - 1 if begin - 1 > start and words[begin - 1] in "-," else begin


def behind(words: list[str], start: int, stop: int) -> tuple[str, int] | None:
    """The qualifier right behind a number, and where the words behind it begin."""
    at = start + 1 if start < stop and words[start] in ("-", ",") else start
    for phrase, mark in _BEHIND.get(words[at], ()) if at < stop else ():
        end = at + len(phrase)
        if mark and end <= stop and tuple(words[at:end]) == phrase:
            return mark, end
    return None
