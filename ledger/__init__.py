"""The policy announcement ledger: what was promised, by whom, by when, and what became of it."""
