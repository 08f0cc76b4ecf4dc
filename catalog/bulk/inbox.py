"""What the inbox knows of bulk edits: those to approve, and those that were sent back."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from accounts.models import User
from catalog.bulk.models import ApprovalStep, BulkChange
from catalog.bulk.queries.waiting import SEE, decidable_bundles, returned_bundles
from catalog.bulk.services.approvals.deciding import approve_bundle, send_back_bundle
from console.inbox.registry import (
    Choice,
    Decision,
    Decisions,
    InboxRow,
    InboxSource,
    decide_each,
)
from jobs.exceptions import JobError
from jobs.models import Job


class BulkEditsToApprove(InboxSource):
    """Bulk edits that wait for the person's approval, each as a whole."""

    code = "bulk_edit"
    label = gettext_lazy("Bulk edit to approve")
    icon = "list-ul"
    order = 12
    since = "sent_at"
    sender = "sent_by"
    choices: Mapping[Decision, Choice] = {
        Decision.APPROVE: Choice(
            gettext_lazy("Approve"),
            ngettext_lazy(
                "%(count)d bulk edit approved.", "%(count)d bulk edits approved.", "count"
            ),
        ),
        Decision.SEND_BACK: Choice(
            gettext_lazy("Send back"),
            ngettext_lazy(
                "%(count)d bulk edit sent back.", "%(count)d bulk edits sent back.", "count"
            ),
            asks_comment=True,
        ),
    }

    def waiting(self, user: User) -> QuerySet[BulkChange]:
        """Those whose next step the person can decide, and on which nothing works yet."""
        changes = decidable_bundles(user).order_by()
        is_idle = Q(job=None) | Q(job__state__in=Job.FINISHED)
        return changes.filter(is_idle) if user.has_perm(SEE) else changes.none()

    def rows(self, records: Sequence[BulkChange], user: User) -> dict[int, InboxRow]:
        """Each with how many products it would change, and what its sender says."""
        return {
            change.pk: InboxRow(
                title=change.title,
                url=reverse("catalog_bulkchange:review", args=[change.pk]),
                detail=" · ".join(filter(None, [_would_change(change), change.note])),
                sender=str(change.sent_by or ""),
            )
            for change in records
        }

    def decide(
        self, *, keys: Collection[str], decision: Decision, comment: str, user: User
    ) -> Decisions:
        """Approve all products of each, or send all of them back."""
        decide = approve_bundle if decision is Decision.APPROVE else send_back_bundle
        sent = BulkChange.objects.filter(kind=BulkChange.Kind.BULK_EDIT, sent_at__isnull=False)
        # Who decided meanwhile is told by the service, so that those are asked about as well.
        seen = sent if user.has_perm(SEE) else sent.none()
        return decide_each(
            keys,
            lambda numbers: dict(seen.filter(pk__in=numbers).values_list("pk", "title")),
            lambda number: decide(change_id=number, user=user, comment=comment),
            kind=self.label,
            refusal=JobError,
        )


class BulkEditsSentBack(InboxSource):
    """The person's bulk edits that were sent back to be corrected."""

    code = "bulk_edit_sent_back"
    label = gettext_lazy("Bulk edit sent back to you")
    icon = "undo"
    order = 32
    since = "returned_at"
    sender = "returned_by"

    def waiting(self, user: User) -> QuerySet[BulkChange]:
        """Those that the person can take up, by when and by whom they were sent back."""
        last = ApprovalStep.objects.filter(
            change=OuterRef("pk"),
            decision=ApprovalStep.Decision.SENT_BACK,
            decided_at__isnull=False,
        ).order_by("-pk")
        return returned_bundles(user).annotate(
            returned_at=Subquery(last.values("decided_at")[:1]),
            returned_by=Subquery(last.values("decided_by")[:1]),
        ).filter(returned_at__isnull=False)  # fmt: skip

    def rows(self, records: Sequence[BulkChange], user: User) -> dict[int, InboxRow]:
        """Each with what was said to it."""
        steps = ApprovalStep.objects.filter(
            change__in=records, decision=ApprovalStep.Decision.SENT_BACK
        )
        last = {step.change_id: step for step in steps.select_related("decided_by").order_by("pk")}
        return {
            change.pk: InboxRow(
                title=change.title,
                url=reverse("catalog_bulkchange:inspect", args=[change.pk]),
                detail=last[change.pk].comment,
                sender=str(last[change.pk].decided_by or ""),
            )
            for change in records
            if change.pk in last
        }


def _would_change(change: BulkChange) -> str:
    number = change.counts.get("changed", 0)
    words = ngettext("%(count)s product would change", "%(count)s products would change", number)
    return words % {"count": f"{number:,}"}
