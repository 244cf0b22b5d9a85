"""Append one event, given as JSON on the command line or on standard input.

Example:
    python scripts/append_event.py ledger.db '{"type": "level", "source": "nbc-2020-09-09",
        "measure": "us-forces/iraq", "value": "about 5,200"}'
"""

from __future__ import annotations

import argparse
import json
import sys

from ledger import InputRefusedError, Ledger, LedgerError


def main() -> int:
    """Append the event; its position, id and leaf hash go to standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ledger", help="the ledger's file")
    parser.add_argument("event", help="one event as a JSON object, or - for standard input")
    parser.add_argument("--recorder", help="who records (default: the login name)")
    given = parser.parse_args()
    try:
        event = json.loads(sys.stdin.read() if given.event == "-" else given.event)
    except (ValueError, RecursionError) as error:
        print(f"error: that is not JSON: {error}", file=sys.stderr)
        return 6
    if not isinstance(event, dict):
        print("error: one event is a JSON object: {…}", file=sys.stderr)
        return 6
    try:
        with Ledger.open(given.ledger, recorder=given.recorder) as ledger:
            receipt = ledger.record(event)
    except InputRefusedError as refusal:
        for problem in refusal.problems:
            print(problem, file=sys.stderr)
        return 6
    except LedgerError as refusal:
        print(f"error: {refusal.sentence}", file=sys.stderr)
        return 1
    for one in (*receipt.recorded, *receipt.repeated):
        print(one.position, one.id, one.leaf_hash)
    print(receipt.says, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
