"""How the processes of a worker that tests start are called in PostgreSQL."""

FOLLOWERS = "worker"
JOBS = "worker's jobs"
