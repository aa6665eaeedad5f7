"""Pictures of every screen, from the practice workplace: ``python -m desktop.ui.screenshots OUT_DIR``.

Used for the README, for looking at the screens in other ways of showing them, and for the contact sheets. Nothing
real is opened: a practice store is made in a temporary folder, at a fixed date, and thrown away.
"""
