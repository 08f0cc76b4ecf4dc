from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from catalog.products.locks import lock_product
from catalog.products.models import Product


class ReviewTask(AbstractGroupApprovalTask):
    """A step of an approval: members of some groups decide, within so many days."""

    days_to_review = models.PositiveSmallIntegerField(
        _("review period in days"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Reviews that have been waiting longer are shown as overdue."),
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "days_to_review"]

    class Meta:
        verbose_name = _("review with a due date")
        verbose_name_plural = _("reviews with a due date")

    @property
    def lock_class(self) -> type:
        """The lock that says whose decision is waited for."""
        # Wagtail's locks need the admin, which models do not know.
        from catalog.revisions.editing_locks import ReviewLock  # noqa: PLC0415 - locks need the admin

        return ReviewLock

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Decide, with the product locked before anything is written: an approval may publish it.

        Raises PermissionDenied where the step was decided or cancelled meanwhile.
        """
        state = task_state.workflow_state
        if state.base_content_type.model_class() is Product:
            lock_product(state.object_id)
            task_state.refresh_from_db()
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        """What the list of kinds of tasks says."""
        return _("Members of the selected groups approve within a number of days")
