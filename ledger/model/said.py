"""What was said: announcements, which make a decision known, and every other utterance."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ledger.model.commitment import Commitment
from ledger.model.event import Described, Event, Party
from ledger.model.fields import told

ATTRIBUTIONS = ("on_record", "background", "anonymous", "document", "narration")
QUOTE_KINDS = ("full", "fragment", "headline", "title")


@frozen(kw_only=True)
class Statement(Event):
    """Somebody said something: in quoted words, or as the source tells it."""

    TYPE: ClassVar[str] = "statement"

    speaker: Party = told("who: an actor's id, or {described: …, of: …}", of=(str, Described),
                          refers="actor")  # fmt: skip
    role: str | None = told("the post held at that time", default=None, of=str)
    on_behalf_of: str | None = told("id of the state or body spoken for", default=None,
                                    refers="actor")  # fmt: skip
    audience: str | None = told("to whom", default=None, of=str)
    venue: str | None = told("where it was said", default=None, of=str)
    asked: str | None = told("the question it answers", default=None, of=str)
    attribution: str = told("how the source attributes it", default="on_record",
                            choices=ATTRIBUTIONS)  # fmt: skip
    quote: str | None = told("the exact words", default=None, of=str)
    quote_kind: str | None = told("how much of them", default=None, choices=QUOTE_KINDS)
    says: str | None = told("the sense, in the recorder's words", default=None, of=str)
    kind: str | None = told("pledge, goal, rationale, aspiration, question …", default=None, of=str)
    commits: tuple[Commitment, ...] = told("what it binds somebody to", default=(), of=Commitment)

    def __attrs_post_init__(self) -> None:
        if self.quote is None and self.says is None:
            raise ValueError("needs a quote, or says (its sense in your words)")
        if self.quote_kind is not None and self.quote is None:
            raise ValueError("quote_kind without a quote")


@frozen(kw_only=True)
class Announcement(Statement):
    """An utterance that makes a decision known."""

    TYPE: ClassVar[str] = "announcement"
