"""Products and everything that describes, prices and fits them, by subject."""
