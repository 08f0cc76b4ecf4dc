"""Pictures of strangers: looked at and drawn anew in child processes with limits."""
