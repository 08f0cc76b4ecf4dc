"""Registers the site with the Wagtail admin."""

from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

from .wagtail_admin.aliases import refuse_publishing_aliases
from .wagtail_admin.inbox_mail_panel import InboxMailPanel
from .wagtail_admin.page_chooser import offer_seen_pages
from .wagtail_admin.pages import SitePageViewSet
from .wagtail_admin.root_pages import (
    PagesOfTheAdmin,
    ask_before_moving,
    ask_before_unpublishing,
    refuse_many,
)

hooks.register("construct_page_chooser_queryset", offer_seen_pages)
hooks.register("before_move_page", ask_before_moving)
hooks.register("before_unpublish_page", ask_before_unpublishing)
hooks.register("before_bulk_action", refuse_many)
hooks.register("before_bulk_action", refuse_publishing_aliases)
hooks.register("register_account_settings_panel", InboxMailPanel)


# After Wagtail's own, in whose place it stands.
@hooks.register("register_admin_viewset", order=1)
def register_page_viewset() -> SitePageViewSet:
    return SitePageViewSet()


@hooks.register("construct_admin_api")
def register_pages_of_the_admin(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesOfTheAdmin)
