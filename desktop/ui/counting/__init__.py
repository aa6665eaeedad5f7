"""Counting people: the keys, what was pressed so far, and the hours."""
