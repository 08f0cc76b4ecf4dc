"""Registers the subject with the Wagtail admin."""

from wagtail import hooks
from wagtail.admin.ui.components import Component

from catalog.bulk.wagtail_admin.bulk_actions import BULK_ACTIONS
from catalog.bulk.wagtail_admin.panels import WaitingBundlesPanel
from console.signed_in import SignedInRequest

for action in BULK_ACTIONS:
    # After Wagtail's own, of which one is replaced.
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("construct_homepage_panels")
def add_waiting_bundles_panel(request: SignedInRequest, panels: list[Component]) -> None:
    if request.user.has_perm("catalog.view_bulkchange"):
        panels.append(WaitingBundlesPanel())
