"""The audit room in the admin."""
