"""Asks whoever sits at the terminal: questions on stderr, answers from the keyboard."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence

import click

from ledger.cli.door import say
from ledger.errors import UsageError
from ledger.visible import visible

NOTHING = "-"
"""What is typed where a proposal shall not be taken."""


def attended() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def somebody(what: str, hint: str) -> None:
    """Raises UsageError where nobody sits at the terminal who could be asked for `what`."""
    if not attended():
        raise UsageError(f"nobody can be asked {what}", hint=hint)


def ask(question: str, *, proposal: str | None = None, needed: bool = False) -> str | None:
    """One line from the keyboard; the proposal for an empty one, None for none.

    Raises Abort at the end of input (Ctrl-D).
    """
    shown = f" [{visible(proposal)}]" if proposal else ""
    while True:
        click.echo(f"{question}{shown}: ", nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            say("")
            raise click.Abort
        text = line.strip()
        if text == NOTHING and not needed:
            return None
        if text or proposal:
            return text or proposal
        if not needed:
            return None
        say("  an answer is needed here; Ctrl-C ends it all")


def confirm(question: str, *, default: bool = True) -> bool:
    """Whether the answer is yes."""
    while True:
        text = (ask(f"{question} ({'Y/n' if default else 'y/N'})") or "").casefold()
        if not text:
            return default
        if text in ("y", "yes"):
            return True
        if text in ("n", "no"):
            return False
        say("  yes or no?")


def choose(question: str, choices: Sequence[str], *, proposal: str | None = None) -> str:
    """One of several words."""
    while True:
        text = ask(question, proposal=proposal, needed=True) or ""
        if text in choices:
            return text
        near = difflib.get_close_matches(text, choices, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(choices)}"
        say(f"  {visible(text)!r} is none of them; {hint}")
