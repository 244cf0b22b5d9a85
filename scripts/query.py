"""Query a projection: any question, on any day, narrowed by its filters; rows as JSON Lines.

Examples:
    python scripts/query.py ledger.db commitments --as-of 2021-06-01 debtor=united-states
    python scripts/query.py ledger.db levels measure=us-forces/iraq
"""

from __future__ import annotations

import argparse
import json
import sys

from ledger import Ledger, LedgerError


def main() -> int:
    """Put the question; a row a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ledger", help="the ledger's file")
    parser.add_argument(
        "question", help="commitments, overdue, said, actors … (see docs/domain.md)"
    )
    parser.add_argument("filter", nargs="*", help="name=value")
    parser.add_argument("--as-of", help="the day to judge, YYYY-MM-DD")
    parser.add_argument("--known-by", help="only sources published by this day")
    parser.add_argument("--recorded-by", help="only what was recorded by this position or time")
    given = parser.parse_intermixed_args()
    filters = dict(pair.partition("=")[::2] for pair in given.filter)
    try:
        with Ledger.open(given.ledger) as ledger:
            answer = ledger.ask(
                given.question,
                as_of=given.as_of,
                known_by=given.known_by,
                recorded_by=given.recorded_by,
                **filters,
            )
    except LedgerError as refusal:
        print(f"error: {refusal.sentence}", file=sys.stderr)
        if refusal.hint:
            print(f"hint: {refusal.hint}", file=sys.stderr)
        return 1
    for row in answer:
        print(json.dumps(dict(row), default=str, ensure_ascii=False))
    print(answer.clocks, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
