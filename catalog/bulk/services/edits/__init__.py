"""Bulk edits: chosen products, what is done with them, a counted preview, one job, one undo."""
