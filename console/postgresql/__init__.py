"""What PostgreSQL alone can do: locks, time limits, estimates, JSON paths."""
