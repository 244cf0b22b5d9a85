"""Every refusal of the ledger: a stable code, a sentence, and a hint what to do next.

Raise where the failure is known; the doors translate (exit status, HTTP status). A sentence says
what is wrong and where; a hint says what to do about it. Problems found in imported data are
values (`Problem`), collected in one `InputRefusedError`, so that a writer sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from attrs import field, frozen, validators


class LedgerError(Exception):
    """Base of all refusals.

    Attributes: `code` (stable, for scripts), `sentence` (for people), `hint` (what to do next, or
    None).
    """

    code: ClassVar[str] = "error"

    def __init__(self, sentence: str, *, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class UsageError(LedgerError):
    """The question or command was put wrongly (unknown question, filter or value)."""

    code = "usage"


class NotFoundError(LedgerError):
    """What was asked for does not exist: an id, a position, a ledger file."""

    code = "not-found"


class ConflictError(LedgerError):
    """What is to be recorded contradicts what already is: same id, other fields; changed since."""

    code = "conflict"


class ChangedError(ConflictError):
    """What the writer looked at was added to before the writer's own events came.

    `positions` are those of the events recorded since then, in order.
    """

    def __init__(self, sentence: str, *, positions: Iterable[int], hint: str | None = None) -> None:
        super().__init__(sentence, hint=hint)
        self.positions = tuple(positions)


class IntegrityError(LedgerError):
    """The ledger's own bytes are not what they must be."""

    code = "integrity"


class DatabaseError(LedgerError):
    """The database cannot be reached, is no ledger, or needs another version of the program."""

    code = "database"


class RefusedError(LedgerError):
    """The operation is refused on principle, whoever asks."""

    code = "refused"


@frozen(kw_only=True)
class Problem:
    """One thing wrong with one place of the input.

    `line` and `column` count from 1; `text` is that line as it stands; `near` is the known name
    that was probably meant. A `warning` keeps nothing from being recorded.
    """

    sentence: str = field(validator=validators.instance_of(str))
    file: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None
    near: str | None = None
    hint: str | None = None
    code: str = "bad-input"
    severity: str = field(default="error", validator=validators.in_(("error", "warning")))

    def __str__(self) -> str:
        """The problem on one line: `file:line:column: error: sentence; did you mean 'x'?`."""
        parts = [
            self.file or "input",
            *(str(n) for n in (self.line, self.column) if n is not None),
        ]
        near = f"; did you mean '{self.near}'?" if self.near else ""
        return f"{':'.join(parts)}: {self.severity}: {self.sentence}{near}"


class InputRefusedError(LedgerError):
    """The input holds mistakes; nothing of it was recorded. `problems` lists all of them."""

    code = "bad-input"

    def __init__(self, problems: Iterable[Problem], *, hint: str | None = None) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        first = self.problems[0].sentence if self.problems else "the input was refused"
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(f"{first}{more}", hint=hint)
