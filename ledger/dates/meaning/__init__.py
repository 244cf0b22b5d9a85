"""What date words mean before anybody knows when they were said: symbolic values, placed later."""
