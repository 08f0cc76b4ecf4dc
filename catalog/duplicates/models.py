from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.products.models import Product


class DuplicateCandidate(models.Model):
    """Two products that may be one: found by a search, judged by a person.

    The first is the one with the lower key. What was judged stays, so that it is not shown again.
    """

    class Reason(models.TextChoices):
        GTIN = "gtin", _("Same GTIN")
        NUMBER = "number", _("Same brand and part number, spelled differently")
        NAME = "name", _("Similar name")

    class State(models.TextChoices):
        OPEN = "open", _("Pending")
        DIFFERENT = "different", _("Not a duplicate")
        MERGED = "merged", _("Merged")

    first = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    likeness = models.PositiveSmallIntegerField(_("similarity in percent"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    judged_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        ordering = ["-likeness", "id"]
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        indexes = [models.Index(fields=["state", "-likeness", "id"], name="duplicate_open_first")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="duplicate_first_is_the_lower_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"
