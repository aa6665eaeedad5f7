"""Programme packs: reading and checking ``programme.toml`` and the forms beside it."""
