from typing import TextIO

from django.utils.translation import gettext as _

from jobs.exceptions import JobError
from jobs.models import Job
from jobs.runner import claim_job, execute_job


def run_job_here(job: Job, *, out: TextIO | None = None) -> Job:
    """Run a waiting job in this process, printing its progress and log to `out`.

    For management commands, with a job of `create_job`. Returns the job as it ended: look at its
    `state` and `error`. Raises JobError if another process has taken it.
    """
    claimed = claim_job(job.pk)
    if claimed is None:
        raise JobError(_("The job is already running or has finished."))
    execute_job(claimed, out=out)
    job.refresh_from_db()
    return job
