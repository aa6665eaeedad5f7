"""Data files for people and programs outside."""
