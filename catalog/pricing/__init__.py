"""Prices, price lists and customer terms, and which price holds."""
