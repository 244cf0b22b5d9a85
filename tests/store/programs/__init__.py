"""Programs that the tests of the store start, fork and kill: each a process of its own."""
