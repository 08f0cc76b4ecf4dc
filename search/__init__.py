"""The search engine: indexes, queries, and the backends that answer them."""
