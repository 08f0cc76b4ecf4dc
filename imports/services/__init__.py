"""Writes of the imports room."""

from .applying import apply_run
from .approving import send_back_run, send_run, take_back_run
from .checking import check_run
from .discarding import discard_run, discard_stale_runs, remove_runs
from .mappings import change_mapping
from .recovering import read_lost_runs_again
from .rights import may_publish, refusal
from .staging import stage_run
from .starting import start_applying, start_checking, start_staging
from .uploads import create_run

__all__ = [
    "apply_run",
    "change_mapping",
    "check_run",
    "create_run",
    "discard_run",
    "discard_stale_runs",
    "may_publish",
    "read_lost_runs_again",
    "refusal",
    "remove_runs",
    "send_back_run",
    "send_run",
    "stage_run",
    "start_applying",
    "start_checking",
    "start_staging",
    "take_back_run",
]
