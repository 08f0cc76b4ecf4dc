from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords


class Customer(models.Model):
    """A trading partner: an organisation whose users see its prices, assets and feeds."""

    class Status(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("status of a customer", "Applied")
        APPROVED = "approved", _("Approved")
        SUSPENDED = "suspended", _("Suspended")

    number = models.CharField(_("customer number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(
        _("status"), max_length=16, choices=Status.choices, default=Status.APPLIED
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
        help_text=_("ISO 4217 code of the prices agreed with this customer."),
    )
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "number"]
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"),
                name="customer_currency_is_iso_4217",
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="customer_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
