"""How well date phrases are read: the corpora, the scoring, and other readers side by side."""
