"""Projections and the questions that read them; to add one, write its file and enter it here."""

from __future__ import annotations

from ledger.projections.actors import ACTORS
from ledger.projections.agreements import AGREEMENTS
from ledger.projections.board import BOARD, DUE, OVERDUE
from ledger.projections.check import CHECK
from ledger.projections.commitments import COMMITMENTS
from ledger.projections.contradictions import CONTRADICTIONS
from ledger.projections.deadlines import DEADLINES
from ledger.projections.declarations import DECLARATIONS
from ledger.projections.happenings import HAPPENINGS
from ledger.projections.levels import LEVELS
from ledger.projections.measures import MEASURES
from ledger.projections.projection import Projection
from ledger.projections.question import Question
from ledger.projections.said import SAID
from ledger.projections.scorecard import SCORECARD
from ledger.projections.search import SEARCH
from ledger.projections.sources import SOURCES
from ledger.projections.stages import STAGES
from ledger.projections.stale import STALE
from ledger.projections.timeline import TIMELINE

PROJECTIONS: tuple[Projection, ...] = (COMMITMENTS, MEASURES, HAPPENINGS, DECLARATIONS, STAGES)
"""Those that are derived from the rows of others come after them."""

QUESTIONS: tuple[Question, ...] = (
    BOARD, DUE, OVERDUE, DEADLINES, LEVELS, SAID, TIMELINE, AGREEMENTS, ACTORS, SOURCES,
    CONTRADICTIONS, STALE, SCORECARD, SEARCH, CHECK,
)  # fmt: skip
