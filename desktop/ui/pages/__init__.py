"""The pages of the main window, one a file."""
