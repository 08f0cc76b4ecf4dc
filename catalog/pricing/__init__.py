"""Prices and price lists, and which price holds."""
