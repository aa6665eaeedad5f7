"""The one place that says how the application looks: colours, type, spacing, focus."""
