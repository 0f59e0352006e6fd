"""Where what people do is kept: SQLite for one town, PostgreSQL beyond."""
