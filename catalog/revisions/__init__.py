"""Drafts, history, concurrent edits, pending changes and reviews."""
