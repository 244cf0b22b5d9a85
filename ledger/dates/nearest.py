"""The refusal of a phrase that no rule reads, with the nearest forms that can be read."""

from __future__ import annotations

import difflib

from ledger.dates.reading import UnreadablePhraseError

_SHOWN = 60
FORMS = (
    "by May next year", "by the end of 2021", "before 11 September 2021", "in September 2020",
    "during the month of September", "within 14 months", "by mid-2021", "last December",
    "several days later", "ahead of the election", "2020-09-09", "2020-09", "../2020-09-09",
    "Wednesday", "last month", "earlier this year", "as soon as possible", "in two weeks",
    "on 1 May 2021", "May 1, 2021", "by 31 January 2020", "no later than 30 June",
    "by the first quarter of 2022", "in the second half of 2022", "by next Friday",
    "within 30 days of ratification", "two weeks after the election", "from June to August",
    "between 2021 and 2025", "over the next three years", "by the end of the month",
    "the last Friday of June", "three weeks ago", "since 2019", "by Christmas", "by January",
    "in February", "by 1 December 2020",
)  # fmt: skip
"""Forms that can be read, proposed where one cannot."""

_STARTS = {form: {word[:2] for word in form.casefold().split()} for form in FORMS}


def unreadable(phrase: str) -> UnreadablePhraseError:
    """The refusal, naming the forms nearest to the phrase."""
    shown = phrase if len(phrase) <= _SHOWN else f"{phrase[: _SHOWN - 3]}…"
    # Comparing letters is slow, so only what shares beginnings of words is compared.
    starts = {word[:2] for word in phrase[:_SHOWN].casefold().split()}
    likely = sorted(_STARTS, key=lambda form: -len(starts & _STARTS[form]))[:8] if starts else ()
    near = tuple(difflib.get_close_matches(phrase[:_SHOWN], likely, n=3, cutoff=0.4))
    hint = "; ".join(near or FORMS[:3])
    return UnreadablePhraseError(
        f"no rule reads the date {shown!r}" if phrase.strip() else "a date cannot be empty",
        hint=f"readable are, for example: {hint}; or give the days: {{phrase: …, lo: …, hi: …}}",
        nearest=near,
    )
