"""Programmes, events and contacts: what happens around a questionnaire."""
