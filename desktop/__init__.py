"""Sounding Board: an offline desktop application for face-to-face public engagement events.

One room a job; each room's ``__init__`` says what it holds. Rooms import downwards only: the contract stands
in ``pyproject.toml`` under ``[tool.importlinter]``.
"""
