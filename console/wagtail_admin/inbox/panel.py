"""What waits for the person, on the start page."""

from typing import Any

from wagtail.admin.ui.components import Component

from console.inbox.reading import count_waiting, shown_count, waiting_in_all


class InboxPanel(Component):
    """How much waits of each kind, how much of it is overdue, and the way to it."""

    name = "inbox"
    template_name = "console/inbox/panel.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The counts of the kinds of which something waits, and of what cannot be read."""
        counts = count_waiting(parent_context["request"].user)
        return {
            "kinds": [
                (one.source, shown_count(one.waiting), shown_count(one.overdue), one.overdue)
                for one in counts
                if one.waiting
            ],
            "failed": [one.source for one in counts if one.waiting is None],
            "is_empty": not waiting_in_all(counts),
        }
