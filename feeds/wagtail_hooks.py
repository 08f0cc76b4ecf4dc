"""Registers the feeds with the Wagtail admin."""

from wagtail import hooks
from wagtail.actions import ActionRegistry

from .models import Feed
from .services import DeleteFeedAction
from .wagtail_admin.menu import FeedsGroup

hooks.register("register_admin_viewset", FeedsGroup)


@hooks.register("register_actions")
def register_feed_actions(registry: ActionRegistry) -> None:
    """A feed is deleted with its files, whatever deletes it."""
    registry.register(Feed, DeleteFeedAction)
