"""The command line: every job that needs no person at a screen."""
