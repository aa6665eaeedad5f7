"""Interviewing on the screen: the course of one interview, and the widgets that show it."""
