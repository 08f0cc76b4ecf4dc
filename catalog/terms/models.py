from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from audit.history import History
from catalog.pricing.models import PriceList
from catalog.segments.models import Segment


class CustomerTerms(models.Model):
    """What ties a customer to the catalog: its price list and what it may see."""

    customer = models.OneToOneField(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="terms"
    )
    price_list = models.ForeignKey(
        PriceList,
        verbose_name=_("price list"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customer_terms",
    )
    assortment = models.ForeignKey(
        Segment,
        verbose_name=_("assortment"),
        limit_choices_to={"is_shared": True},
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The products this customer can see. Leave empty for all."),
    )
    history = History()

    class Meta:
        ordering = ["customer__name"]
        verbose_name = _("customer terms")
        verbose_name_plural = _("customer terms")

    def __str__(self) -> str:
        return str(self.customer)
