"""The product, its parts, values and life cycle."""
