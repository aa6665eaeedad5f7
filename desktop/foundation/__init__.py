"""Errors, clock, ids, durable files, translation and assets: what every room stands on."""
