"""PostgreSQL: sessions, migrations, named reads, rate limits."""
