from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job

from .feed import Feed


class FeedRun(models.Model):
    """One generation of a feed: its job, and the file it published if it succeeded."""

    feed = models.ForeignKey(
        Feed, verbose_name=_("feed"), on_delete=models.CASCADE, related_name="runs"
    )
    job = models.OneToOneField(
        Job, verbose_name=_("job"), null=True, blank=True, on_delete=models.SET_NULL
    )
    rows = models.PositiveBigIntegerField(_("rows"), null=True, blank=True)
    kept_out = models.PositiveBigIntegerField(
        _("excluded"),
        null=True,
        blank=True,
        help_text=_("Products with errors that block them in the channel of the feed."),
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    file = models.CharField(_("file"), max_length=255, blank=True)
    permissions = ArrayField(
        models.CharField(max_length=150),
        verbose_name=_("permissions"),
        default=list,
        blank=True,
        help_text=_("Permissions needed to see the run, based on its columns at that time."),
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("feed run")
        verbose_name_plural = _("feed runs")
        indexes = [models.Index(fields=["feed", "-id"], name="feed_run_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") | (~Q(sha256="") & Q(rows__isnull=False)),
                name="feed_run_with_a_file_has_a_checksum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def duration(self) -> timedelta | None:
        """How long the work took, without the wait for a worker; None before it is published."""
        if self.finished_at and self.job and self.job.started_at:
            return self.finished_at - self.job.started_at
        return None
