"""On the dashboard: the imports that wait for the person."""

from typing import Any

from wagtail.admin.ui.components import Component

from imports.selectors import waiting_runs

SHOWN = 5


class WaitingRunsPanel(Component):
    """Those to apply or send back, and those that were sent back, the oldest first."""

    name = "imports_waiting"
    template_name = "imports/admin/dashboard.html"
    order = 213

    def get_context_data(self, parent_context: Any) -> dict:
        """The first of them, and whether there are more."""
        found = list(waiting_runs(parent_context["request"].user)[: SHOWN + 1])
        return {"runs": found[:SHOWN], "has_more": len(found) > SHOWN}
