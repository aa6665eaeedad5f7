"""The list of responses, one response, and changing it."""
