"""Keying paper sheets: what keys mean, the course of one sheet, and the widgets that show it."""
