"""Repositories, one a subject: they take and return frozen dataclasses or plain values, and speak Core."""
