"""Numbers among the tokens: whole numbers, days of a month, years."""

from __future__ import annotations

from decimal import Decimal

from ledger.dates.grammar.cursor import Cursor
from ledger.dates.grammar.lexer import Token


def whole(token: Token) -> int | None:
    """The whole number that a token is, or None."""
    value = token.value
    if token.kind == "number" and value is not None and value == value.to_integral_value():
        return int(value)
    return None


def digits(token: Token) -> int:
    """With how many digits a number is written; 0 for words."""
    return len(token.text) if token.kind == "number" and token.text.isdigit() else 0


def day_number(cursor: Cursor) -> int | None:
    """A day of a month, 1 to 31 ("3", "3rd", "third", "twenty-first"), moved past; else None."""
    token = cursor.peek()
    if token.kind == "ordinal":
        number: int | None = token.value
    else:
        number = whole(token) if digits(token) <= 2 and token.text[:1] not in "'’" else None
    if number is None or not 1 <= number <= 31:
        return None
    cursor.index += 1
    return number


def year_number(cursor: Cursor, *, short: bool = False) -> int | None:
    """A year, moved past; else None. `short`: two digits will do ("April of 87").

    Four digits from 1000 on, or words: "twenty twenty-one", "two thousand and five". Two digits
    mean 1969 to 2068.
    """
    token = cursor.peek()
    number = whole(token)
    if number is None:
        return None
    if token.text[0] in "'’":
        cursor.index += 1
        return century_of(number)
    if digits(token) == 4 and 1000 <= number <= 2999:
        cursor.index += 1
        return number
    if not digits(token):
        following = whole(cursor.peek(1)) if not digits(cursor.peek(1)) else None
        if 15 <= number <= 29 and following is not None and 10 <= following <= 99:
            cursor.index += 2
            return 100 * number + following
        if 1000 <= number <= 2999:
            cursor.index += 1
            return number
        return None
    if short and digits(token) == 2 and cursor.peek(1).kind != "unit":
        cursor.index += 1
        return century_of(number)
    return None


def century_of(number: int) -> int:
    """The year that two digits mean: 1969 to 2068."""
    return 2000 + number if number <= 68 else 1900 + number


HALF = Decimal("0.5")
