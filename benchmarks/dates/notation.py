"""The notation for uncertain dates: strict bounds against a suite, strings of ours against a peer."""

from __future__ import annotations

import json

from benchmarks.dates.corpora import HOME
from ledger.dates import UnreadablePhraseError, parse_edtf

OUTSIDE = {
    "-": "years before 1 are not on this calendar",
    "0": "the year 0 is not on this calendar",
    "Y": "years of five digits and more are not on this calendar",
    "S": "significant digits are no part of the notation used here",
    "/": "an unknown end is left open here; the suite widens it by ten years",
    "w": "winter ends in February here; the suite ends it with the year",
    "X": "an unspecified year begins with 1 here, with 0 in the suite",
}


def outside(text: str) -> str | None:
    """Why a string of the suite is outside the notation that docs/domain.md uses, or None."""
    if text.startswith("Y"):
        return OUTSIDE["Y"]
    if text.startswith("-") or "/-" in text:
        return OUTSIDE["-"]
    if text.startswith("0000"):
        return OUTSIDE["0"]
    if "S" in text:
        return OUTSIDE["S"]
    if text.startswith("/") or text.endswith("/"):
        return OUTSIDE["/"]
    if text.endswith("-24"):
        return OUTSIDE["w"]
    return OUTSIDE["X"] if text.startswith("XXXX") else None


def bounds() -> tuple[int, int, int, list[str]]:
    """Right, of how many inside the notation, how many outside, and what is wrong."""
    right = inside = beyond = 0
    wrong = []
    for line in (HOME / "edtf" / "python_edtf_bounds.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case.get("invalid"):
            continue
        if outside(case["edtf"]):
            beyond += 1
            continue
        inside += 1
        expected = case["expected"]
        # One or three values: a single day, and then its wider bounds.
        first, last = (expected[0], expected[0]) if len(expected) % 2 else expected[:2]
        try:
            found = tuple(str(day) if day else None for day in parse_edtf(case["edtf"]))
        except UnreadablePhraseError as error:
            found = (error.sentence, None)
        if found == (first.replace("-inf", "") or None, None if last == "inf" else last):
            right += 1
        else:
            wrong.append(f"{case['edtf']}: {found}")
    return right, inside, beyond, wrong
