"""Vehicles, and which products fit them."""
