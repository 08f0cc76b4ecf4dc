"""The backends that answer searches: Elasticsearch and PostgreSQL."""
