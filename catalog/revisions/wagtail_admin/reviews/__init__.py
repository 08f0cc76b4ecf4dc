"""Approval of drafts: what waits for whom, what a draft changes, and the decision."""
