"""The flash: headline and one line, sent at once, in one language or several. The full story is an update of it later."""
