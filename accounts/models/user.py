from asgiref.sync import sync_to_async
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.limits import OLD_PASSWORD, use_or_refuse
from console.limits.counting import give_back

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
        help_text=_("The trading partner this person belongs to. Leave empty for your own staff."),
    )

    class Meta(AbstractUser.Meta):
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def check_password(self, raw_password: str) -> bool:
        """Whether it is the password, as forms ask before they change it.

        Only so often: raises TooManyAttemptsError, which forms show at the field. The sign-in
        backend counts for itself and asks `has_password`.
        """
        attempt = OLD_PASSWORD.of(str(self.pk))
        use_or_refuse(attempt)
        holds = self.has_password(raw_password)
        if holds:
            give_back(attempt)
        return holds

    async def acheck_password(self, raw_password: str) -> bool:
        """The same for asynchronous callers."""
        return await sync_to_async(self.check_password)(raw_password)

    def has_password(self, raw_password: str) -> bool:
        """Whether it is the password; for callers that count the attempts themselves."""
        return super().check_password(raw_password)

    @property
    def active_customer(self) -> Customer | None:
        """The approved customer whose prices this user sees, or None."""
        if self.customer and self.customer.status == Customer.Status.APPROVED:
            return self.customer
        return None
