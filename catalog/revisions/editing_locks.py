"""The lock of a draft that waits for a step of its approval."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class ReviewLock(WorkflowLock):
    """While a draft waits for a step of its approval, only those who decide it edit it."""

    def get_message(self, user: Any) -> SafeString | None:
        """For the others: which step, and whose it is."""
        if not self.for_user(user):
            return super().get_message(user)
        groups = ", ".join(self.task.groups.values_list("name", flat=True))
        return format_html(
            _(
                "This draft is waiting for <b>{}</b>. Until it is approved or rejected, only {} "
                "can edit it."
            ),
            self.task.name,
            groups or _("an administrator"),
        )
