from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingPreference(models.Model):
    """How a person wants the product listing: its columns, in their order, and how it is sorted."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="listing_preference",
    )
    columns = models.JSONField(_("columns"), default=list, blank=True)
    ordering = models.CharField(_("order"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("product list view")
        verbose_name_plural = _("product list views")

    def __str__(self) -> str:
        return str(self.user)
