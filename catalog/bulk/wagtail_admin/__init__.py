"""Bulk edits in the admin: the form, the page of one, and their list."""
