"""What the ledger knows: events, commitments, their history under three clocks, and verdicts."""
