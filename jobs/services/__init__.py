"""Writes of the jobs room."""

from .queueing import create_job, dismiss_job, request_cancel, retry_job, start_job
from .running import run_job_here

__all__ = [
    "create_job",
    "dismiss_job",
    "request_cancel",
    "retry_job",
    "run_job_here",
    "start_job",
]
