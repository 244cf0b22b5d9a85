"""`python -m ledger.cli` is `pledger`."""

from __future__ import annotations

import sys

from ledger.cli import main

sys.exit(main())
