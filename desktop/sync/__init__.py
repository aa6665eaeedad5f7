"""Batch and receipt files, and the targets that carry them.

``batch_file`` and ``receipt_file`` say what the bytes are; ``targets`` bring them from one place to another and
know nothing of what is inside.
"""
