"""Possible duplicates in the admin: the report, and the page that merges two products."""
