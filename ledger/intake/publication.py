"""The days on which a source was published, as its record gives them: EDTF, never words."""

from __future__ import annotations

from ledger.dates import parse_edtf
from ledger.errors import LedgerError
from ledger.intake.node import Node, Scalar
from ledger.intake.problems import BadValueError
from ledger.model.day import Day, Days


def publication(node: Node) -> Day:
    """The days of publication that a node gives. Raises BadValueError."""
    if not isinstance(node, Scalar):
        raise BadValueError(node.mark.problem(
            "published takes one value", hint="a day, or EDTF: 2020-09-09, 2020-09"))  # fmt: skip
    earliest, latest = edtf_days(node)
    if latest is None:
        raise BadValueError(node.mark.problem("published needs a last day"))
    return Day(phrase=node.text, edtf=node.text, earliest=earliest, latest=latest, rule="EDTF")


def edtf_days(node: Scalar) -> Days:
    """The days of a date in EDTF. Raises BadValueError."""
    try:
        return parse_edtf(node.text)
    except LedgerError as error:
        raise BadValueError(node.mark.problem(error.sentence, hint=error.hint)) from error
