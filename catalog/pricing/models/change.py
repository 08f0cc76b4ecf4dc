from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.sources import ChangeSource

# So long after it was applied, a change can be undone; then the rows that this needs are deleted.
UNDO_KEPT_FOR = timedelta(days=90)


class PriceChange(models.Model):
    """One change of many prices of lists, checked before it is applied, and undone exactly.

    It is about the prices that hold on `day`. Where it `ends_former`, they end on the day before
    and the new ones begin; otherwise their amounts change for all days on which they hold.
    """

    class State(models.TextChoices):
        READY = "ready", _("Not saved yet")
        APPLIED = "applied", _("Saved")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.READY)
    day = models.DateField(_("day"))
    ends_former = models.BooleanField(_("ends former prices"), default=False)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    applied_at = models.DateTimeField(_("saved"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change of prices")
        verbose_name_plural = _("changes of prices")
        # Whoever may change prices may change many; who only looks needs a right for that.
        default_permissions = ["view"]

    def __str__(self) -> str:
        return _("Change of prices %(number)s") % {"number": self.pk}

    @property
    def way(self) -> ChangeSource:
        """What history and change log call it, or its undo where that was made."""
        is_undone = self.state == self.State.UNDONE
        return ChangeSource.PRICE_UNDO if is_undone else ChangeSource.PRICE_CHANGE

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be undone; None while nothing is applied."""
        return self.applied_at and self.applied_at + UNDO_KEPT_FOR

    @property
    def is_final(self) -> bool:
        """Whether what the undo needs is not kept any longer."""
        return self.undo_until is not None and self.undo_until < timezone.now()


class PriceChangeRow(models.Model):
    """One price that a change is about: what was given, and what that does.

    `line` and `column` say where it stood in what was pasted, counted from one. `before` and
    `after` hold whole rows of prices, such as one that ends and one that begins. Product and list
    are no foreign keys, as they may be deleted.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Not saved yet")
        UNCHANGED = "unchanged", _("Already so")
        REFUSED = "refused", _("Refused")
        CHANGED = "changed", _("Saved")
        UNDONE = "undone", _("Undone")
        CONFLICT = "conflict", _("Changed since")

    pk = models.CompositePrimaryKey("change_id", "place")
    change = models.ForeignKey(
        PriceChange, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    place = models.IntegerField(_("place"))
    line = models.IntegerField(_("row"))
    column = models.IntegerField(_("column"))
    number = models.TextField(_("part number"))
    list_name = models.TextField(_("price list"))
    typed = models.TextField(_("amount"))
    product_id = models.BigIntegerField(null=True)
    price_list_id = models.BigIntegerField(null=True)
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome.choices, default=Outcome.WAITING
    )
    reasons = ArrayField(models.TextField(), verbose_name=_("reasons"), default=list)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of a change of prices")
        verbose_name_plural = _("rows of a change of prices")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.number}, {self.list_name}: {self.get_outcome_display()}"
