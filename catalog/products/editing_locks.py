"""Locks of products for people, beside those that Wagtail has: who may edit, not who writes now."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class MergedLock(BaseLock):
    """Nobody edits a product that was merged into another; its past can be looked at."""

    def for_user(self, user: Any) -> bool:
        """It holds for everybody."""
        return True

    def get_message(self, user: Any) -> SafeString:
        """Where the product lives on."""
        kept = self.object.merged_into
        return format_html(
            _("This product was merged into <a href='{}'>{}</a> and can no longer be edited."),
            reverse("catalog_product:edit", args=[kept.pk]),
            kept,
        )

    def get_locked_by(self, user: Any) -> str:
        """What locked it."""
        return _("Merged")

    def get_description(self, user: Any) -> str:
        """For the side panel."""
        return _("Edit the product it was merged into.")
