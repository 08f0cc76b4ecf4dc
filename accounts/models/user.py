from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from .customer import Customer


class User(AbstractUser):
    """A person who signs in: staff of ours, or a contact of a customer."""

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts",
        help_text=_("The trading partner this person belongs to; empty for our own people."),
    )

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def active_customer(self) -> Customer | None:
        """The approved customer whose prices this user sees, or None."""
        if self.customer and self.customer.status == Customer.Status.APPROVED:
            return self.customer
        return None
