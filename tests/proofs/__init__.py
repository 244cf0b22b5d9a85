"""Tests of the evidence over a real ledger: its files, its keys, and who might want to edit them."""
