"""Programs that tests of the doors run beside themselves."""
