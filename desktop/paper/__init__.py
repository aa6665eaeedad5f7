"""Draws the pages of a form and of what goes with it."""
