"""Background entry points of the imports room."""

from typing import Any

from imports.services import (
    apply_run,
    check_run,
    discard_stale_runs,
    read_lost_runs_again,
    stage_run,
)
from jobs.progress import JobProgress


def stage_run_job(progress: JobProgress, *, run_id: int) -> dict[str, Any]:
    """Read the file of a run and check its rows."""
    run = stage_run(run_id=run_id, progress=progress)
    return {"rows": run.rows, "rejected": run.rejected}


def check_run_job(progress: JobProgress, *, run_id: int) -> dict[str, Any]:
    """Check the rows of a run again."""
    run = check_run(run_id=run_id, progress=progress)
    return {"rows": run.rows, "rejected": run.rejected}


def apply_run_job(progress: JobProgress, *, run_id: int, user_id: int | None) -> dict[str, Any]:
    """Import the accepted rows of a run, with the rights of a person or, without one, of a command.

    The person is named in the parameters: `started_by` forgets whoever is deleted meanwhile.
    """
    return apply_run(run_id=run_id, user_id=user_id, progress=progress)


def discard_stale_runs_call() -> int:
    """Clean up, as the queue's schedule calls it."""
    return discard_stale_runs()


def read_lost_runs_again_call() -> int:
    """Look for what a crash of the database has emptied, as the queue's schedule calls it."""
    return read_lost_runs_again()
