from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.sources import ChangeSource
from jobs.models import Job

# So long after it was applied, a change can be undone; then the rows that this needs are deleted.
UNDO_KEPT_FOR = timedelta(days=90)


class BulkChange(models.Model):
    """One change of many products at once, kept so that it can be undone exactly."""

    class Kind(models.TextChoices):
        BULK_EDIT = "bulk_edit", _("Bulk edit")
        MODEL_CHANGE = "model_change", _("Model change")

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing preview")
        READY = "ready", _("Ready to apply")
        APPLYING = "applying", _("Partly applied")
        APPLIED = "applied", _("Applied")
        UNDOING = "undoing", _("Partly undone")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")
        WAITING = "waiting", _("Waiting for approval")
        SENT_BACK = "sent_back", _("Sent back")

    # It has changed nothing yet, and still may.
    NOT_APPLIED = (State.PREPARING, State.READY, State.WAITING, State.SENT_BACK)

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.PREPARING
    )
    selection = models.CharField(
        _("products"), max_length=255, blank=True, help_text=_("The selected products.")
    )
    operations = models.JSONField(_("what changes"), default=list, blank=True)
    columns = ArrayField(
        models.CharField(max_length=63),
        verbose_name=_("columns"),
        default=list,
        blank=True,
        help_text=_("Product columns, besides attribute values, that the change can write."),
    )
    touches_categories = models.BooleanField(_("changes further categories"), default=False)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    job = models.ForeignKey(
        Job, verbose_name=_("job"), null=True, blank=True, on_delete=models.SET_NULL
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who sent it to review; the history of the products names this person."),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    note = models.TextField(_("note for the reviewers"), blank=True)
    current_step = models.ForeignKey(
        "ApprovalStep",
        verbose_name=_("step that it waits for"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")
        # Whoever may change products may change many; who only looks needs a right for that.
        default_permissions = ["view"]
        indexes = [
            models.Index(
                fields=["sent_at", "id"],
                name="bulk_edit_waiting",
                condition=models.Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def _way(self) -> ChangeSource:
        is_undone = self.state in (self.State.UNDOING, self.State.UNDONE)
        return ChangeSource.UNDO if is_undone else _SOURCES[self.kind]

    @property
    def reason(self) -> str | None:
        """What the history of the products calls this change, or its undo while that runs."""
        return self._way.reason(self.pk)

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be undone; None while nothing is applied."""
        return self.applied_at and self.applied_at + UNDO_KEPT_FOR

    @property
    def is_final(self) -> bool:
        """Whether what the undo needs is not kept any longer."""
        return self.undo_until is not None and self.undo_until < timezone.now()

    @property
    def source(self) -> str:
        """What the change log calls the same."""
        return self._way.of(self.pk)


_SOURCES = {
    BulkChange.Kind.BULK_EDIT.value: ChangeSource.BULK_EDIT,
    BulkChange.Kind.MODEL_CHANGE.value: ChangeSource.MODEL_CHANGE,
}


class BulkChangeRow(models.Model):
    """What a change did to one product.

    While a change waits for approval, `before` and `after` are what its reviewers see; rows that it
    would change have the outcome "waiting" until it is applied.

    `before` and `after` hold the touched parts alone: {"columns": {...}, "values": {...},
    "channel_values": {channel: {...}}, "additional_categories": [...]}. A key that only one of the
    two has was not there on the other side. The product is no foreign key, as it may be deleted.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("No change needed")
        REFUSED = "refused", _("Refused")
        UNDONE = "undone", _("Undone")
        CONFLICT = "conflict", _("Changed since then")

    pk = models.CompositePrimaryKey("change_id", "product_id")
    change = models.ForeignKey(
        BulkChange, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    product_id = models.BigIntegerField()
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome.choices, default=Outcome.WAITING
    )
    reasons = ArrayField(models.TextField(), verbose_name=_("reasons"), default=list)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("bulk edit row")
        verbose_name_plural = _("bulk edit rows")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.product_id}: {self.get_outcome_display()}"
