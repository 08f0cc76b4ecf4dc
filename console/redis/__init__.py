"""Redis where it is used: the cache that may be away, and what is told of its outages."""
