from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .channel import Channel
from .product import Product


class Completeness(models.Model):
    """How complete a product is for one channel in one language; recalculated set-wise."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="completeness")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    locale = models.CharField(_("language"), max_length=10)
    required = models.PositiveIntegerField(_("required"))
    missing = ArrayField(models.TextField(), verbose_name=_("missing"), default=list)

    class Meta:
        verbose_name = _("completeness")
        verbose_name_plural = _("completeness")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "channel", "locale"], name="completeness_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"

    @property
    def percent(self) -> int:
        """Share of the required things that are there, 0 to 100."""
        if not self.required:
            return 100
        return (self.required - len(self.missing)) * 100 // self.required
