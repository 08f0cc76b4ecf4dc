"""What the inbox knows of imports: those to decide, those to approve, and those sent back."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from accounts.models import User
from console.inbox.registry import (
    Choice,
    Decision,
    Decisions,
    InboxRow,
    InboxSource,
    decide_each,
)
from imports.models import ImportRun
from imports.selectors import returned_runs, runs_to_approve
from imports.services import send_back_run
from imports.staging_tables import runs_without_rows
from jobs.exceptions import JobError
from jobs.models import Job

_IS_IDLE = Q(job=None) | Q(job__state__in=Job.FINISHED)
_RIGHTS = ("view", "add", "change")


def _seen(user: User, runs: QuerySet[ImportRun]) -> QuerySet[ImportRun]:
    may = any(user.has_perm(f"imports.{right}_importrun") for right in _RIGHTS)
    return runs if may else runs.none()


class WaitingImports(InboxSource):
    """The person's imports that wait for a decision; those that were sent back stand apart."""

    code = "import"
    label = gettext_lazy("Import to decide")
    icon = "download"
    order = 40
    since = "created_at"

    def waiting(self, user: User) -> QuerySet[ImportRun]:
        """Those that nothing works on any more; a failed job stands in the inbox by itself."""
        runs = ImportRun.objects.filter(
            _IS_IDLE, state=ImportRun.State.STAGED, sent_at=None, started_by=user
        )
        return _seen(user, runs.exclude(job__state=Job.State.FAILED))

    def rows(self, records: Sequence[ImportRun], user: User) -> dict[int, InboxRow]:
        """Each with what it would do, or what is in the way."""
        lost = set(runs_without_rows([run.pk for run in records]))
        return {
            run.pk: InboxRow(
                title=run.original_name,
                url=reverse("imports_importrun:inspect", args=[run.pk]),
                detail=_detail(run, is_lost=run.pk in lost),
            )
            for run in records
        }


class ImportsToApprove(InboxSource):
    """Imports that wait for somebody who may apply them; that is done on the page of each."""

    code = "import_approval"
    label = gettext_lazy("Import to approve")
    icon = "download"
    order = 13
    since = "sent_at"
    sender = "sent_by"
    choices: Mapping[Decision, Choice] = {
        Decision.SEND_BACK: Choice(
            gettext_lazy("Send back"),
            ngettext_lazy("%(count)d import sent back.", "%(count)d imports sent back.", "count"),
            asks_comment=True,
        ),
    }

    def waiting(self, user: User) -> QuerySet[ImportRun]:
        """Those that the person may apply, and that nothing works on."""
        return runs_to_approve(user).filter(_IS_IDLE)

    def rows(self, records: Sequence[ImportRun], user: User) -> dict[int, InboxRow]:
        """Each with what it would do, and what its sender says."""
        lost = set(runs_without_rows([run.pk for run in records]))
        return {
            run.pk: InboxRow(
                title=run.original_name,
                url=reverse("imports_importrun:inspect", args=[run.pk]),
                detail=" · ".join(filter(None, [_detail(run, is_lost=run.pk in lost), run.note])),
                sender=str(run.sent_by or ""),
            )
            for run in records
        }

    def decide(
        self, *, keys: Collection[str], decision: Decision, comment: str, user: User
    ) -> Decisions:
        """Give them back to their senders."""
        waiting = self.waiting(user)
        return decide_each(
            keys,
            lambda numbers: dict(waiting.filter(pk__in=numbers).values_list("pk", "original_name")),
            lambda number: send_back_run(run_id=number, user=user, comment=comment),
            kind=self.label,
            refusal=JobError,
        )


class ImportsSentBack(InboxSource):
    """The person's imports that were sent back to be corrected."""

    code = "import_sent_back"
    label = gettext_lazy("Import sent back to you")
    icon = "undo"
    order = 33
    since = "decided_at"
    sender = "decided_by"

    def waiting(self, user: User) -> QuerySet[ImportRun]:
        """Those that nothing works on."""
        return _seen(user, returned_runs(user).filter(_IS_IDLE))

    def rows(self, records: Sequence[ImportRun], user: User) -> dict[int, InboxRow]:
        """Each with what was said to it."""
        return {
            run.pk: InboxRow(
                title=run.original_name,
                url=reverse("imports_importrun:inspect", args=[run.pk]),
                detail=run.comment,
                sender=str(run.decided_by or ""),
            )
            for run in records
        }


def _detail(run: ImportRun, *, is_lost: bool) -> str:
    if is_lost:
        return _("The rows that were read are lost. Read the file again, or discard it.")
    if not run.is_judged:
        return _("The mapping of its columns is to be checked.")
    counts = {
        _("%(count)s new"): run.created,
        _("%(count)s changed"): run.updated,
        _("%(count)s unchanged"): run.unchanged,
        _("%(count)s rejected"): run.rejected,
    }
    return ", ".join(words % {"count": f"{count:,}"} for words, count in counts.items() if count)
