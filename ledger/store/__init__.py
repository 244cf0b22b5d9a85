"""Where events and views lie: an append-only log of bytes that knows nothing of event types."""
