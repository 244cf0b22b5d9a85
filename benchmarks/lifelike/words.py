"""Words as texts have them: a few very often, many seldom, in sentences of realistic length."""

from __future__ import annotations

from functools import cache

from benchmarks.lifelike.dice import Dice

COMMON = """the of to and in a we that for on will our by with is are have this not be it as at from
forces their they troops government has security which more would all country support been must can
no new year work people agreement there who than was its measures but end other policy one process
international between time continue make any next national number public until under two those about
these order commitment over so after first members military reduce presence remain partners plan
against report during part only need every level states already before area both region also if now
many future withdrawal conditions defence economic progress budget share programme talks peace
committed funding services local decision months areas full last force cooperation current further
target action law place such when ensure increase within days weeks against across border energy
emissions housing health education schools hospital staff training operation bases equipment""".split()  # noqa: SIM905

SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve wi za con tri per sal mon der".split()  # noqa: SIM905
VOCABULARY = 6000
SLOTS = 1 << 16


@cache
def slots() -> tuple[str, ...]:
    """Words by chance: each word fills as many places as its rank earns it (Zipf's law)."""
    words = list(dict.fromkeys(COMMON))
    number = 0
    while len(words) < VOCABULARY:
        number += 1
        one, rest = divmod(number, 20)
        two, three = divmod(one, 20)
        words.append(SYLLABLES[two % 20] + SYLLABLES[three] + SYLLABLES[rest])
    whole = sum(1.0 / rank for rank in range(1, len(words) + 1))
    found: list[str] = []
    reached = 0.0
    for rank, word in enumerate(words, 1):
        reached += SLOTS / rank / whole
        found += [word] * (round(reached) - len(found))
    return tuple(found)


def sentence(dice: Dice, low: int, high: int) -> str:
    """So many words, the first with a capital."""
    held, roll = slots(), dice.roll
    count = dice.whole(low, high)
    text = " ".join([held[int(roll() * len(held))] for _ in range(count)])
    return text[0].upper() + text[1:]
