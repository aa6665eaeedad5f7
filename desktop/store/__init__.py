"""Tables, migrations, repositories and the unit of work, on a SQLCipher file or on PostgreSQL."""
