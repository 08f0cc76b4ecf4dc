"""Registers the imports with the Wagtail admin."""

from wagtail import hooks
from wagtail.admin.ui.components import Component

from console.signed_in import SignedInRequest

from .wagtail_admin.menu import ImportsGroup
from .wagtail_admin.panels import WaitingRunsPanel

hooks.register("register_admin_viewset", ImportsGroup)


@hooks.register("construct_homepage_panels")
def add_waiting_runs_panel(request: SignedInRequest, panels: list[Component]) -> None:
    if request.user.has_perm("imports.view_importrun"):
        panels.append(WaitingRunsPanel())
