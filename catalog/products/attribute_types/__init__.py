"""The type whose values name products."""
