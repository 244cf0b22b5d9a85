"""Measurements: how well words are read, and how fast the ledger is."""
