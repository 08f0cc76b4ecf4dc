"""Completeness, and quality rules that keep products out of channels."""
