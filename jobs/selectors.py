"""Reads of the jobs room."""

from typing import Any

from django.db.models import QuerySet

from console.signed_in import User

from .models import Job, JobLogEntry


def jobs_visible_to(user: User) -> QuerySet[Job]:
    """All jobs for who may view jobs, else those that `user` started."""
    jobs = Job.objects.select_related("started_by")
    return jobs if user.has_perm("jobs.view_job") else jobs.filter(started_by=user)


def jobs_controlled_by(user: User) -> QuerySet[Job]:
    """The jobs that `user` may cancel and retry: all with the right to change jobs, else own."""
    jobs = Job.objects.all()
    return jobs if user.has_perm("jobs.change_job") else jobs.filter(started_by=user)


def job_log(job: Job, *, after: int = 0, limit: int = 500) -> list[JobLogEntry]:
    """The newest `limit` lines of a job's log that came after the line `after`, oldest first."""
    return list(job.log.filter(pk__gt=after).order_by("-pk")[:limit])[::-1]


def job_state(job: Job, *, log_after: int = 0) -> dict[str, Any]:
    """What a page needs to show a job live."""
    return {
        "state": job.state,
        "state_label": job.get_state_display(),
        "is_finished": job.is_finished,
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "message": job.message,
        "error": job.error,
        "cancel_requested": job.cancel_requested,
        "log": [
            {"id": line.pk, "at": line.at.isoformat(), "level": line.level, "text": line.text}
            for line in job_log(job, after=log_after)
        ],
    }
