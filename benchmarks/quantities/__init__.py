"""How well quantities are read: against two published test sets, our own, and other readers."""
