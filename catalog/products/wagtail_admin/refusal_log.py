"""How a refused publication reads in the history of a product."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry


class RefusalFormatter(LogFormatter):
    """A refused publication in the history of a product."""

    label = gettext_lazy("Publication refused")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """With the reasons."""
        reasons = (log_entry.data or {}).get("reasons", [])
        return _("Not published on schedule: %(reasons)s") % {"reasons": " ".join(reasons)}
