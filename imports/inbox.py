"""What the inbox knows of imports: files that are read and wait to be applied or thrown away."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from console.inbox.registry import InboxRow, InboxSource
from imports.models import ImportRun
from imports.staging_tables import runs_without_rows
from jobs.models import Job


class WaitingImports(InboxSource):
    """The person's imports that wait for a decision."""

    code = "import"
    label = gettext_lazy("Import to decide")
    icon = "download"
    order = 40
    since = "created_at"

    def waiting(self, user: User) -> QuerySet[ImportRun]:
        """Those that nothing works on any more; a failed job stands in the inbox by itself."""
        runs = ImportRun.objects.filter(
            Q(job=None) | Q(job__state__in=Job.FINISHED),
            state=ImportRun.State.STAGED,
            started_by=user,
        ).exclude(job__state=Job.State.FAILED)
        rights = ("view", "add", "change")
        may = any(user.has_perm(f"imports.{right}_importrun") for right in rights)
        return runs if may else runs.none()

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
