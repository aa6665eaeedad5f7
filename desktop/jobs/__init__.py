"""Executors, progress and cancel for work off the main thread; no Qt."""
