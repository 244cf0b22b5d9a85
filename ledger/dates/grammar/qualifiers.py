"""Conditions and comparisons behind a date, which set no days: as planned, compared with 1990."""

from __future__ import annotations

from ledger.dates.grammar.lexer import Token

_QUALIFIERS = frozenset(("compared", "relative", "subject", "provided", "providing", "unless", "barring",
                         "depending", "assuming", "pending", "if"))  # fmt: skip
_PARTICIPLES = frozenset(("planned", "promised", "agreed", "scheduled", "expected", "announced", "pledged",
                          "required", "set", "possible", "needed"))  # fmt: skip


def unqualified(tokens: list[Token]) -> list[Token]:
    """The words without a condition or a comparison behind them, which set no days.

    "By 2030 compared with 1990 levels", "in May as planned", "by June if conditions permit".
    """
    for place, token in enumerate(tokens):
        if place < 2:
            continue
        if token.text in _QUALIFIERS and (token.text != "if" or tokens[place + 1 : place + 2]):
            if tokens[place + 1 : place + 2] and tokens[place + 1].text == "not":
                continue  # "if not sooner"
            return tokens[:place]
        if token.text == "as" and len(tokens) == place + 2 and tokens[-1].text in _PARTICIPLES:
            return tokens[:place]
    return tokens
