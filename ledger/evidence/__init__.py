"""Evidence: the permanent byte forms by which a stranger can rebuild and check what was recorded."""
