"""Batch and receipt files, and the targets that carry them."""
