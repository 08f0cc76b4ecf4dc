"""Registers the subject with the Wagtail admin."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from catalog.products.wagtail_admin.refusal_log import RefusalFormatter


@hooks.register("register_log_actions")
def register_refusals(actions: LogActionRegistry) -> None:
    """What the history of a product tells of publishing."""
    actions.register_action("catalog.publish.refused")(RefusalFormatter)
