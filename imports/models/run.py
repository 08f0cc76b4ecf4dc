from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job

from .profile import ImportProfile


class ImportRun(models.Model):
    """One file on its way in: uploaded, staged, previewed, applied or thrown away."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        STAGED = "staged", _("Ready to apply")
        WAITING = "waiting", _("Waiting for approval")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Failed")
        DISCARDED = "discarded", _("Discarded")

    # The rows are read, and wait to be applied.
    READY = (State.STAGED, State.WAITING)

    profile = models.ForeignKey(
        ImportProfile,
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="runs",
    )
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.UPLOADED
    )
    file = models.CharField(_("file"), max_length=255)
    original_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    job = models.ForeignKey(
        Job, verbose_name=_("job"), null=True, blank=True, on_delete=models.SET_NULL
    )
    columns = models.JSONField(
        _("columns"),
        default=list,
        blank=True,
        help_text=_("The mapping of this file: header, field and transforms of each column."),
    )
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    created = models.PositiveIntegerField(_("created"), null=True, blank=True)
    updated = models.PositiveIntegerField(_("updated"), null=True, blank=True)
    unchanged = models.PositiveIntegerField(_("unchanged"), null=True, blank=True)
    rejected = models.PositiveIntegerField(_("rejected"), null=True, blank=True)
    rejects_file = models.CharField(_("rejected rows"), max_length=255, blank=True)
    message = models.TextField(_("message"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True, help_text=_("Why it was sent back."))
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        indexes = [
            models.Index(
                fields=["started_by", "created_at", "id"],
                name="import_run_waiting",
                condition=models.Q(state="staged"),
            ),
            models.Index(
                fields=["sent_at", "id"],
                name="import_run_in_review",
                condition=models.Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_name} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_judged(self) -> bool:
        """Whether the rows were checked by the mapping as it is."""
        return self.state in self.READY and "judged" in self.details

    @property
    def is_open(self) -> bool:
        """Whether the run can still be applied or thrown away."""
        return self.state in {self.State.UPLOADED, self.State.FAILED, *self.READY}
