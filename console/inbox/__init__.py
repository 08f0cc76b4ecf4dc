"""What waits for a person: sources that rooms register, read together in one list."""
