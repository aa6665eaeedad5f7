"""Widgets for questions: one file a kind of control, one place that chooses among them."""
