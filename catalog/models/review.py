from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


class ReviewTask(AbstractGroupApprovalTask):
    """A step of an approval: members of some groups decide, within so many days."""

    days_to_review = models.PositiveSmallIntegerField(
        _("days to review"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Reviews that wait for longer are shown as overdue."),
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "days_to_review"]

    class Meta:
        verbose_name = _("review with a due date")
        verbose_name_plural = _("reviews with a due date")

    @property
    def lock_class(self) -> type:
        """The lock that says whose decision is waited for."""
        # Wagtail's locks need the admin, which models do not know.
        from catalog.locks import ReviewLock

        return ReviewLock

    @classmethod
    def get_description(cls) -> str:
        """What the list of kinds of tasks says."""
        return _("Members of the chosen groups approve within a number of days")
