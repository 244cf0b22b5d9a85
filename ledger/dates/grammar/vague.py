"""Words that set no bounds (R8), and words that say only that something is past."""

from __future__ import annotations

from ledger.dates.grammar.lexer import Token

_VAGUE = frozenset((
    "soon", "very soon", "as soon as possible", "as soon as practicable", "as soon as feasible",
    "asap", "as quickly as possible", "as fast as possible", "as early as possible",
    "as soon as practically possible", "as soon as is practicable",
    "as soon as reasonably practicable", "as rapidly as possible", "as promptly as possible",
    "as soon as is feasible", "as soon as it is safe", "as soon as we can",
    "at the earliest possible date", "at the earliest opportunity",
    "at the earliest possible opportunity", "at the earliest possible moment",
    "at the earliest possible time", "at an early date", "at the earliest date",
    "at your earliest convenience", "in due course", "in due time", "in good time", "in time",
    "over time", "shortly", "eventually", "ultimately", "promptly", "swiftly", "quickly",
    "rapidly", "gradually", "expeditiously", "without delay", "without undue delay",
    "without further delay", "with all deliberate speed", "forthwith", "immediately", "at once",
    "right away", "straight away", "urgently", "until further notice", "indefinitely",
    "for the foreseeable future", "in the foreseeable future", "in the near future",
    "in the very near future", "in the not too distant future", "in the not so distant future",
    "in the near term", "in the short term", "in the medium term", "in the mid term",
    "in the long term", "in the long run", "in the short run", "in the future", "in future",
    "at some point in the future", "at some point", "at some stage", "some day", "someday",
    "one day", "sooner or later", "sooner rather than later", "any day", "any day now",
    "any time soon", "anytime soon", "any time", "anytime", "at any time", "from time to time",
    "when the time is right", "when the time comes", "when conditions permit",
    "when conditions allow", "as conditions permit", "as conditions allow",
    "if conditions permit", "when circumstances permit", "when circumstances allow",
    "as circumstances permit", "as appropriate", "when appropriate", "as needed", "as necessary",
    "when necessary", "when possible", "where possible", "when ready", "when practicable",
    "whenever possible", "in a timely manner", "on time", "as long as it takes",
    "as long as necessary", "for as long as it takes", "for as long as necessary",
    "for the time being", "for now", "to be determined", "tbd", "to be announced",
    "to be confirmed", "down the road", "down the line", "by and by", "in short order",
    "before long", "before too long", "never", "within a reasonable time",
    "within a reasonable period", "within reasonable time", "in a reasonable time",
    "within the shortest possible time", "in the shortest possible time", "as soon as may be",
    "at a later date", "at a later stage", "at a later time", "at a future date",
    "at an appropriate time", "at the appropriate time", "at the right time",
    "on an ongoing basis", "in the months and years ahead", "periodically", "regularly", "later",
    "once conditions allow", "once conditions permit",
))  # fmt: skip
_PAST = frozenset((
    "recently", "lately", "previously", "formerly", "earlier", "already", "in the past",
    "in recent times", "so far", "to date", "until now", "up to now", "till now", "thus far",
    "till date", "up until now", "as yet", "hitherto", "to this day", "before", "not long ago",
    "long ago", "a while ago", "some time ago", "a short time ago", "a long time ago", "once",
    "before now", "in the recent past", "in the distant past", "at one time", "at one point",
    "historically", "just", "beforehand", "by now", "as of yet", "over the years",
    "in years past",
))  # fmt: skip
_NEAR = frozenset(("coming", "next", "near", "following", "ensuing", "forthcoming", "upcoming"))
_RECENT = frozenset(("recent", "past", "last", "previous", "preceding"))
_PLURALS = frozenset(("hours", "days", "weeks", "months", "quarters", "years", "decades",
                      "weekends", "minutes", "fortnights", "centuries"))  # fmt: skip
_SKIPPED = frozenset(("the", "these", "those", "very", "few", "a", "matter", "of", "and", "or",
                      "just", "mere", "question", "space", "short", "coming"))  # fmt: skip


def sets_no_bounds(tokens: list[Token]) -> bool:
    """Whether the words are an R8 phrase: "soon", "in the coming weeks", "within days"."""
    if len(tokens) > 12:
        return False
    if " ".join(token.text for token in tokens) in _VAGUE:
        return True
    return _plural(tokens, _NEAR) and tokens[0].text in (
        "in", "over", "within", "during", "for", "by", "throughout", "across", "the", "inside",
    )  # fmt: skip


def only_past(tokens: list[Token]) -> bool:
    """Whether the words say only that it is past: "recently", "in recent weeks", "has pledged"."""
    if len(tokens) > 8:
        return False
    text = " ".join(token.text for token in tokens)
    if text in _PAST:
        return True
    if tokens[0].text in ("has", "have", "had") and len(tokens) in (2, 3):
        return True
    if tokens[-1].text == "ago" and len(tokens) <= 4:
        return _plural(tokens[:-1], frozenset())
    return (
        _plural(tokens, _RECENT)
        and any(token.text in _RECENT for token in tokens)
        and tokens[0].text in ("in", "over", "during", "for", "within", "throughout", "of")
    )


def _plural(tokens: list[Token], chooser: frozenset[str]) -> bool:
    """Whether it is all about days, weeks … without a number."""
    if not tokens or tokens[-1].text not in _PLURALS | {"ahead", "come"}:
        return False
    seen = False
    few = False
    for place, token in enumerate(tokens):
        if token.text in _PLURALS:
            seen = True
        elif token.text in ("few", "couple"):
            few = True
        elif token.text in ("ahead", "to", "come") and seen:
            continue
        elif token.text not in chooser and token.text not in _SKIPPED and place:
            return False
    return seen and not few
