"""Which steps a change of many products passes before it is applied, and who decided each."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from catalog.bulk.models.change import BulkChange
from catalog.segments.models import Segment


class ApprovalRule(ClusterableModel):
    """Which steps a bulk edit of published products passes, where the conditions hold.

    The first rule that holds says it. What was sent keeps the steps it was sent with, so that a
    rule can be changed at any time; the log of its form says who did.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    sort_order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("The first rule whose conditions hold is used.")
    )
    segment = models.ForeignKey(
        Segment,
        verbose_name=_("segment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("One of the products is in it. Without a segment, any products."),
    )
    targets = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("fields and attributes"),
        default=list,
        blank=True,
        help_text=_("One of them is changed. Without any, whatever is changed."),
    )
    at_least = models.PositiveIntegerField(
        _("at least so many products"), default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")

    def __str__(self) -> str:
        return self.name


class ApprovalRuleStep(Orderable):
    """A step that a rule asks for: the members of a group decide."""

    rule = ParentalKey(ApprovalRule, on_delete=models.CASCADE, related_name="steps")
    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("step of an approval rule")
        verbose_name_plural = _("steps of an approval rule")
        default_permissions: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.group)


class ApprovalStep(models.Model):
    """A step of the approval of one bulk edit: who decides it, and who has decided what.

    Without a group, anybody decides who may apply the bulk edit. The rows are the history of the
    approval, so they have none of their own.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="steps")
    group = models.ForeignKey(
        Group,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_last = models.BooleanField(_("last step"), default=True)
    decision = models.CharField(_("decision"), max_length=16, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of an approval")
        verbose_name_plural = _("steps of an approval")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.change}: {self.get_decision_display() or self.group or ''}"
