"""Background work that can be seen, cancelled and retried."""
