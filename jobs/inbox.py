"""What the inbox knows of jobs: those of the person that failed."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from console.inbox.registry import Choice, Decision, Decisions, InboxRow, InboxSource
from console.keys import read_keys
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
        result = Decisions()
        numbers = read_keys(keys)
        found = self.waiting(user).in_bulk(numbers)
        for number in numbers:
            job = found.get(number)
            if job is None:
                gone = _("It is no longer waiting for you.")
                result.failed.append((str(self.label), gone))
            else:
                _decide(job, decision, result)
        return result


def _decide(job: Job, decision: Decision, result: Decisions) -> None:
    try:
        if decision is Decision.RETRY:
            retry_job(job=job)
        else:
            dismiss_job(job=job)
    except JobError as error:
        result.failed.append((job.title, str(error)))
    else:
        result.decided += 1
