"""What the inbox knows of jobs: those of the person that failed."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from console.inbox.registry import (
    Choice,
    Decision,
    Decisions,
    InboxRow,
    InboxSource,
    decide_each,
)
from console.signed_in import User
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.services import dismiss_job, retry_job


class FailedJobs(InboxSource):
    """Jobs that the person started and that failed."""

    code = "failed_job"
    label = gettext_lazy("Failed job")
    icon = "cogs"
    order = 60
    since = "finished_at"
    choices: Mapping[Decision, Choice] = {
        Decision.RETRY: Choice(
            gettext_lazy("Try again"),
            ngettext_lazy("%(count)d job runs again.", "%(count)d jobs run again.", "count"),
        ),
        Decision.DISMISS: Choice(
            gettext_lazy("Dismiss"),
            ngettext_lazy("%(count)d job dismissed.", "%(count)d jobs dismissed.", "count"),
        ),
    }

    def waiting(self, user: User) -> QuerySet[Job]:
        """Those that are neither tried again nor dismissed."""
        return Job.objects.filter(
            started_by=user,
            state=Job.State.FAILED,
            dismissed_at=None,
            finished_at__isnull=False,
        )

    def rows(self, records: Sequence[Job], user: User) -> dict[int, InboxRow]:
        """Each with why it failed."""
        return {
            job.pk: InboxRow(
                title=job.title, url=reverse("jobs:detail", args=[job.pk]), detail=job.error
            )
            for job in records
        }

    def decide(
        self, *, keys: Collection[str], decision: Decision, comment: str, user: User
    ) -> Decisions:
        """Run them again, or ask no more."""
        decide = retry_job if decision is Decision.RETRY else dismiss_job
        waiting = self.waiting(user)
        return decide_each(
            keys,
            lambda numbers: dict(waiting.filter(pk__in=numbers).values_list("pk", "title")),
            lambda number: decide(job=Job.objects.get(pk=number)),
            kind=self.label,
            refusal=JobError,
        )
