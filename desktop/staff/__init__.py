"""People at the laptop, their roles, and who may do what."""
