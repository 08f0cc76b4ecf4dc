"""On the dashboard: the bulk edits that wait for the person."""

from typing import Any

from wagtail.admin.ui.components import Component

from catalog.bulk.queries.waiting import waiting_bundles

SHOWN = 5


class WaitingBundlesPanel(Component):
    """Those to decide, and those that were sent back, the oldest first."""

    name = "catalog_waiting_bundles"
    template_name = "catalog/bulk/dashboard.html"
    order = 212

    def get_context_data(self, parent_context: Any) -> dict:
        """The first of them, and whether there are more."""
        found = list(waiting_bundles(parent_context["request"].user)[: SHOWN + 1])
        return {"bundles": found[:SHOWN], "has_more": len(found) > SHOWN}
