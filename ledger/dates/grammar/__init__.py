"""The grammar of date words: text to tokens, tokens to symbolic values."""
