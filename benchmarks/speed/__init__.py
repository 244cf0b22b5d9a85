"""How fast the ledger is: beside plain sqlite3, beside another event store, and as it grows."""
