"""Responses, their revisions and states, batches, receipts and the ledger."""
