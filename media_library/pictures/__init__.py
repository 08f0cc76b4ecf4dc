"""Untrusted pictures: inspected and resized in child processes with limits."""
