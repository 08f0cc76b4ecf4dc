"""What changed: the append-only change log and the cursors of those who follow it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class CurrentTransactionId(models.Func):
    """The 64-bit id of the running transaction, as a bigint."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class ChangeLogEntry(models.Model):
    """One changed record, written by a database trigger in the transaction of the change.

    Ids are given out before transactions commit, so a lower id may appear after a higher one:
    followers tell what is new by comparing snapshots (see `FollowerCursor`), not by the id.
    """

    class Action(models.TextChoices):
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        DELETED = "deleted", _("Deleted")

    transaction_id = models.BigIntegerField(db_default=CurrentTransactionId())
    entity = models.CharField(_("entity"), max_length=64)
    entity_id = models.BigIntegerField(_("record"))
    part = models.CharField(
        _("part"),
        max_length=64,
        blank=True,
        help_text=_("The table that changed when it is a part of the record, such as its prices."),
    )
    action = models.CharField(_("action"), max_length=8, choices=Action.choices)
    source = models.CharField(_("source"), max_length=64, blank=True)
    user_id = models.BigIntegerField(_("user"), null=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        db_table = "audit_change_log"
        ordering = ["-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="change_log_read_order"),
            models.Index(fields=["entity", "entity_id"], name="change_log_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.entity_id} {self.action}"


class FollowerCursor(models.Model):
    """How far one follower has read the change log, and what stopped it if anything did.

    `seen` is a snapshot of PostgreSQL ("xmin:xmax:running, ..."): the follower has handled the
    entries of every transaction that had ended by then. While it works through the entries that
    are new in a later snapshot, that one is `target`, and (`transaction_id`, `entry_id`) is the
    last entry handled on the way there.
    """

    EMPTY_SNAPSHOT = "1:1:"

    name = models.CharField(_("name"), max_length=64, primary_key=True)
    seen = models.TextField(default=EMPTY_SNAPSHOT)
    target = models.TextField(blank=True)
    transaction_id = models.BigIntegerField(default=0)
    entry_id = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("follower")

    def __str__(self) -> str:
        return self.name


@register_setting(icon="history")
class HistoryRetention(BaseGenericSetting):
    """How much of the past is kept of every record; a nightly job thins what is more."""

    keep_days = models.PositiveIntegerField(
        _("days to keep"),
        default=730,
        validators=[MinValueValidator(1)],
        help_text=_("Older versions are deleted."),
    )
    keep_versions = models.PositiveIntegerField(
        _("versions to keep"),
        default=200,
        validators=[MinValueValidator(1)],
        help_text=_("For each record; the oldest versions beyond this number are deleted."),
    )

    class Meta:
        verbose_name = _("history retention")
