"""The way in: documents of text become events, or problems with file, line and column."""
