import os
import time

from django.apps import AppConfig
from django.db import connection

from jobs.progress import JobProgress
from jobs.registry import register_job


def count(progress: JobProgress, *, steps: int) -> dict:
    """End well after a few steps."""
    progress.set_total(steps)
    progress.advance(steps)
    progress.log(f"Counted {steps}")
    return {"steps": steps}


def hang_once(progress: JobProgress) -> dict:
    """Tell the process id and hang; at the second attempt end well."""
    if progress.job.attempts > 1:
        return {"attempts": progress.job.attempts}
    return hang(progress)


def hang(progress: JobProgress) -> None:
    """Tell the process id and hang, deaf to a cancel."""
    progress.report(message=str(os.getpid()))
    while True:
        time.sleep(0.1)


def wait_in_sql(progress: JobProgress) -> None:
    """Tell the process id and wait for the database."""
    progress.report(message=str(os.getpid()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(600)")


class SampleJobsConfig(AppConfig):
    name = "tests.jobs.sample_jobs"
    label = "sample_jobs"

    def ready(self) -> None:
        for function in (count, hang_once, hang, wait_in_sql):
            register_job(f"sample.{function.__name__}", function)
