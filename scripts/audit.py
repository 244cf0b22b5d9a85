"""Audit a speaker, a commitment or an event: who said what when, according to whom, recorded how.

Examples:
    python scripts/audit.py ledger.db frank-mckenzie
    python scripts/audit.py ledger.db us-iraq-3000
"""

from __future__ import annotations

import argparse
import sys

from ledger import Ledger, LedgerError


def main() -> int:
    """Print one block for each event, in the order in which they were recorded."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ledger", help="the ledger's file")
    parser.add_argument("thing", help="an id or a position")
    given = parser.parse_args()
    try:
        with Ledger.open(given.ledger) as ledger:
            answer = ledger.audit(given.thing)
    except LedgerError as refusal:
        print(f"error: {refusal.sentence}", file=sys.stderr)
        if refusal.hint:
            print(f"hint: {refusal.hint}", file=sys.stderr)
        return 1
    for row in answer:
        who = ", ".join(row["who"]) or "-"
        office = f" ({row['role']})" if row["role"] else ""
        print(f"{row['position']}  {row['latest'] or '-'}  {who}{office}: {row['words']}")
        print(f"    according to {'; '.join(row['according_to']) or 'nobody'}")
        print(f"    recorded {row['recorded_at']:%Y-%m-%d %H:%M} UTC by {row['recorder']}")
        print(f"    {row['status']}; leaf {row['leaf_hash']}")
        for change in row["corrections"]:
            print(f"    {change['field']}: {change['before']} -> {change['after']}"
                  f" by event {change['by']}: {change['reason']}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
