"""The rules by which quantities are read, each with its examples.

docs/quantities.md prints them, the tests read every example, and a refusal shows the nearest.
"""

from __future__ import annotations

from textwrap import fill

from attrs import frozen

from ledger.quantities.vocabulary import PLURALS


@frozen
class Rule:
    """A class of phrases: name, title, what it says, and examples as (words, what they allow).

    What they allow is written "lo … hi unit"; a bound that the words do not set is left out.
    """

    name: str
    title: str
    says: str
    examples: tuple[tuple[str, str], ...]


RULES = (
    Rule(
        "Q1",
        "Numbers in digits",
        "A comma parts thousands and a point parts decimals, as English has it. Other customs are "
        "read where they cannot be English: European, Indian and Swiss grouping, thin spaces. "
        "Scientific notation and powers are numbers too; a minus sign, “minus” and “negative” "
        "make a number negative.",
        (
            ("3,000", "3000 … 3000"),
            ("1.5 million", "1500000 … 1500000"),
            ("10k", "10000 … 10000"),
            ("5.200", "5.2 … 5.2"),
            ("1.234.567", "1234567 … 1234567"),
            ("1.234,50", "1234.5 … 1234.5"),
            ("0,75", "0.75 … 0.75"),
            ("12,34,567.89", "1234567.89 … 1234567.89"),
            ("13 lakh", "1300000 … 1300000"),
            ("6 crore", "60000000 … 60000000"),
            ("1 234 567", "1234567 … 1234567"),
            ("1.3×10⁶", "1300000 … 1300000"),
            ("-5", "-5 … -5"),
            ("minus 40", "-40 … -40"),
        ),
    ),
    Rule(
        "Q2",
        "Numbers in words",
        "Cardinals with and without “and” and hyphens, mixed with digits, with decimals behind "
        "“point”; dozens, scores, pairs. “No”, “none” and “not one” are zero, “both” is two.",
        (
            ("sixteen", "16 … 16"),
            ("five thousand two hundred", "5200 … 5200"),
            ("one hundred and twenty-five thousand", "125000 … 125000"),
            ("4 thousand 3 hundred and 21", "4321 … 4321"),
            ("nine point nought four", "9.04 … 9.04"),
            ("two dozen", "24 … 24"),
            ("a couple of hundred", "200 … 200"),
            ("nine and a half years", "9.5 … 9.5 years"),
            ("a million and a half", "1500000 … 1500000"),
            ("no troops", "0 … 0 troops"),
            ("none", "0 … 0"),
            ("both", "2 … 2"),
        ),
    ),
    Rule(
        "Q3",
        "Parts",
        "A fraction is a share of a whole, from 0 to 1, and what it is of follows “of” in the "
        "unit. Before a scale it is a number, and so is a part of a number that is told with it. "
        "“In” and “out of” make a share of two numbers.",
        (
            ("half", "0.5 … 0.5"),
            ("three quarters", "0.75 … 0.75"),
            ("half the troops", "0.5 … 0.5 of the troops"),
            ("1/4 of the budget", "0.25 … 0.25 of the budget"),
            ("one in five", "0.2 … 0.2"),
            ("nine out of ten voters", "0.9 … 0.9 of voters"),
            ("more than half of the seats", "0.5 …  of the seats"),
            ("most of the prisoners", "0.5 …  of the prisoners"),
            ("half a million", "500000 … 500000"),
            ("half a dozen", "6 … 6"),
            ("three quarters of a million", "750000 … 750000"),
            ("half of the 5,200 troops", "2600 … 2600 troops"),
            ("half an hour", "0.5 … 0.5 hour"),
        ),
    ),
    Rule(
        "Q4",
        "Approximations",
        "Half a unit of the last significant digit either side, but never more than a tenth of "
        "the number. Counts are whole, so the upper end is the last number before the next. "
        "“-odd” goes up to the next digit.",
        (
            ("about 5,200", "5150 … 5249"),
            ("around 8,600 troops", "8550 … 8649 troops"),
            ("some 500", "450 … 549"),
            ("roughly 5,000", "4500 … 5499"),
            ("an estimated 10,000", "9000 … 10999"),
            ("close to 5,000", "4500 … 5499"),
            ("8,600 or so", "8550 … 8649"),
            ("about 1.5 million", "1450000 … 1549999"),
            ("about two dozen", "22 … 25"),
            ("about 45 %", "44.5 … 45.5 %"),
            ("about 40 %", "36 … 44 %"),
            ("about half", "0.45 … 0.55"),
            ("twenty-odd", "20 … 29"),
            ("5,000 plus or minus 100", "4900 … 5100"),
        ),
    ),
    Rule(
        "Q5",
        "Just beside a number",
        "As an approximation, on the side that the word says, without the number itself.",
        (
            ("nearly 5,000", "4500 … 4999"),
            ("just under 5,000", "4500 … 4999"),
            ("just shy of 8,600", "8550 … 8599"),
            ("just over 5,000", "5001 … 5499"),
            ("slightly more than 500", "501 … 549"),
            ("nearly all", "0.9 … 1"),
        ),
    ),
    Rule(
        "Q6",
        "More and less",
        "The number itself is not meant. Counts go on in ones: more than 2,000 is 2,001 or more. "
        "What is measured has no next number and begins at the number. A count is not below zero.",
        (
            ("more than 2,000", "2001 …"),
            ("more than a dozen", "13 …"),
            ("over 100,000", "100001 …"),
            ("well over 5,000", "5001 …"),
            ("upwards of 500", "501 …"),
            ("in excess of 40", "41 …"),
            ("fewer than 2,500", "0 … 2499"),
            ("under a thousand", "0 … 999"),
            ("more than 5 km", "5 …  km"),
            ("less than 2 %", "0 … 2 %"),
            ("<-30", " … -31"),
        ),
    ),
    Rule(
        "Q7",
        "Bounds",
        "The number itself is allowed. The words may stand before the number, behind it, or "
        "behind its unit.",
        (
            ("at least 300", "300 …"),
            ("no fewer than 300", "300 …"),
            ("a minimum of 300", "300 …"),
            ("5,000 or more", "5000 …"),
            ("5,000-plus", "5000 …"),
            ("up to 2,500", "0 … 2500"),
            ("no more than 2,500", "0 … 2500"),
            ("a maximum of 300", "0 … 300"),
            ("as many as 300", "0 … 300"),
            ("5,000 troops or fewer", "0 … 5000 troops"),
            ("not exceeding 20 per cent", "0 … 20 %"),
            ("less than or equal to 30", "0 … 30"),
        ),
    ),
    Rule(
        "Q8",
        "Ranges",
        "Both ends belong to it. A scale, a currency or a unit told once holds for both. Two "
        "bounds at once make a range. “About” before a range adds nothing: the range says how far "
        "off the number may be. A range that runs downwards is refused.",
        (
            ("2,000 to 3,000", "2000 … 3000"),
            ("between 4,000 and 5,000", "4000 … 5000"),
            ("12-15", "12 … 15"),
            ("two or three", "2 … 3"),
            ("2 to 3 million", "2000000 … 3000000"),
            ("$2-3bn", "2000000000 … 3000000000 $"),
            ("5 to 10 per cent", "5 … 10 %"),
            ("a hundred or two", "100 … 200"),
            ("roughly 2,000 to 3,000", "2000 … 3000"),
            ("from 2,000 to as many as 3,000", "2000 … 3000"),
            ("more than 20 and less than 35", "21 … 34"),
            ("at least 500 but fewer than 1,000 troops", "500 … 999 troops"),
        ),
    ),
    Rule(
        "Q9",
        "Words for a number that is not told",
        "A plural is two of its kind or more. A couple is 2, a few 2 to 5, several 3 to 10, a "
        "handful 2 to 10; they multiply what follows. Low, mid and high are the leading digits 1 "
        "to 3, 4 to 6 and 7 to 9.",
        (
            ("some", "2 …"),
            ("several", "3 … 10"),
            ("a few dozen", "24 … 60"),
            ("several thousand", "3000 … 10000"),
            ("a handful of bases", "2 … 10 bases"),
            ("many", "3 …"),
            ("dozens", "24 …"),
            ("hundreds", "200 …"),
            ("thousands of troops", "2000 …  troops"),
            ("tens of thousands", "20000 …"),
            ("hundreds, if not thousands", "200 …"),
            ("double digits", "10 … 99"),
            ("six figures", "100000 … 999999"),
            ("low hundreds", "100 … 399"),
            ("mid-40s", "44 … 46"),
            ("the high teens", "17 … 19"),
        ),
    ),
    Rule(
        "Q10",
        "Money, percentages, units",
        "Signs and codes of currencies stand before or behind the number and become the unit, as "
        "stated. “Per cent” is %. Other words behind the number name what is counted; they hold "
        "no number, date or qualifier, else the phrase is refused. So is a scale of another language: "
        "“7 millones” is not seven of something.",
        (
            ("$1.2 billion", "1200000000 … 1200000000 $"),
            ("€500m", "500000000 … 500000000 €"),
            ("US$1.2bn in aid", "1200000000 … 1200000000 US$"),
            ("EUR 500 million", "500000000 … 500000000 EUR"),
            ("500 million euros", "500000000 … 500000000 euros"),
            ("Rs 500 crore", "5000000000 … 5000000000 Rs"),
            ("40 per cent", "40 … 40 %"),
            ("40% below 1990 levels", "40 … 40 %"),
            ("3 percentage points", "3 … 3 percentage points"),
            ("30 GW", "30 … 30 GW"),
            ("500 F-16 jets", "500 … 500 F-16 jets"),
        ),
    ),
    Rule(
        "Q11",
        "Multiples",
        "How many times as much; the unit is “times”.",
        (
            ("twice as many", "2 … 2 times"),
            ("triple", "3 … 3 times"),
            ("ten times", "10 … 10 times"),
            ("tenfold", "10 … 10 times"),
            ("more than double", "2 …  times"),
        ),
    ),
    Rule(
        "Q12",
        "All",
        "“All” sets no bound by itself; with a number it is that number.",
        (
            ("all", ""),
            ("all troops", "troops"),
            ("all 5,200 troops", "5200 … 5200 troops"),
        ),
    ),
    Rule(
        "Q13",
        "Qualifiers of qualifiers",
        "A bound on something that is itself an interval takes its outer end.",
        (
            ("at least about 500", "450 …"),
            ("up to several thousand", "0 … 10000"),
            ("no more than a few hundred", "0 … 500"),
            ("up to 2,000 to 3,000", "0 … 3000"),
            ("between about 4,000 and 5,000", "3600 … 5000"),
        ),
    ),
)


def nearest(words: list[str], most: int = 3) -> list[str]:
    """The examples that share the most words with `words`; none where none shares a word."""
    told = _kinds(words)
    scored = [(len(told & kinds), example) for example, kinds in _EXAMPLES]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [example for _, example in best[:most]]


_COMMON = frozenset({"of", "the", "a", "an", "and", "to", "in", "by"})


def _kinds(words: list[str]) -> set[str]:
    """The words that tell phrases apart, one plural or numeral being like another."""
    return {
        "#" if word[0].isdigit() else "plural" if word in PLURALS else word
        for word in words
        if word not in _COMMON
    }


_EXAMPLES = [
    (words, _kinds(words.split())) for rule in RULES for words, _ in rule.examples
]  # fmt: skip


def page() -> str:
    """The rules as the reference page prints them."""
    parts = []
    for rule in RULES:
        rows = [f"| `{words}` | {_printed(allows)} |" for words, allows in rule.examples]
        parts.append(
            "\n".join(
                [f"## {rule.name} {rule.title}", "", fill(rule.says, 100), "", "| words | allow |",
                 "| --- | --- |", *rows]
            )
        )  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _printed(allows: str) -> str:
    """An interval for people: thousands parted, an open end said in words."""
    if "…" not in allows:
        return f"no bound; unit {allows}" if allows else "no bound"
    low, high = (side.strip(" ") for side in allows.split("…"))
    number, _, unit = high.partition(" ") if high[:1] in "-0123456789" and high else ("", "", high)
    ends = (
        _grouped(low) if low == number
        else f"{_grouped(low)} … {_grouped(number)}" if low and number
        else f"{_grouped(low)} or more" if low
        else f"{_grouped(number)} or less"
    )  # fmt: skip
    return f"{ends}; unit {unit}" if unit else ends


def _grouped(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"
