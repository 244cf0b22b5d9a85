"""Text from outside, made safe to show: control and direction characters become visible marks."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that can move a cursor, turn the direction of text, or hide."""


def visible(text: str) -> str:
    """The text on one line, without anything that a terminal would obey.

    Control characters become their pictures (U+2400 …), others their code point.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if unicodedata.category(char) not in _HIDDEN else _mark(char) for char in text
    )


def is_unicode(text: str) -> bool:
    """Whether a text can be written down.

    It must have no lone surrogates, which a shell hands over in place of bytes that are no UTF-8.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mark(char: str) -> str:
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"
