"""What changed: the change log, those who follow it, and the history of records."""
