"""Load documents of events, YAML or JSON Lines; each is recorded wholly or not at all.

Example:
    python scripts/load_document.py ledger.db september-2020.yaml --create
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ledger import InputRefusedError, Ledger, LedgerError


def main() -> int:
    """Load the documents one after another; what became of each goes to standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ledger", help="the ledger's file")
    parser.add_argument("document", nargs="+", type=Path)
    parser.add_argument("--create", action="store_true", help="make the ledger if there is none")
    given = parser.parse_args()
    try:
        make = given.create and not Path(given.ledger).exists()
        with Ledger.create(given.ledger) if make else Ledger.open(given.ledger) as ledger:
            for document in given.document:
                receipt = ledger.import_document(document)
                print(f"{document}: {receipt.says}")
    except InputRefusedError as refusal:
        for problem in refusal.problems:
            print(problem, file=sys.stderr)
        print("nothing of this document was recorded", file=sys.stderr)
        return 6
    except (LedgerError, OSError) as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
