from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Tell what pages show and what a site holds, and let the worker keep schedules."""
        from wagtail.models import Page, Site

        from catalog.schema.code_uses.registry import register_code_uses
        from console.finders.records import RecordFinder
        from console.finders.registry import register_finder
        from console.inbox.registry import register_inbox_source
        from console.references import register_uses
        from console.wagtail_admin.replaced_views import register_view
        from home.inbox import PageReviews, PagesSentBack
        from home.segment_use import pages_with
        from home.shown_files import shows_asset
        from home.site_use import pages_of_site
        from home.wagtail_admin.choosing import ChosenPagesView
        from jobs.registry import register_schedule
        from media_library.publication import register_publication

        register_publication("site", shows_asset)
        register_uses(Site, pages_of_site)
        register_code_uses(pages_with)
        register_inbox_source(PageReviews())
        register_inbox_source(PagesSentBack())
        register_finder(
            RecordFinder(
                "page",
                _("Pages"),
                "doc-empty-inverse",
                30,
                Page,
                ["draft_title", "title"],
                lambda page: "" if page.live else str(_("draft")),
                title=lambda page: page.get_admin_display_title(),
            )
        )
        register_view("wagtailadmin_choose_page_chosen_multiple", ChosenPagesView)
        register_schedule(
            "Mail news of inboxes", function="home.jobs.send_inbox_news", cron="*/5 * * * *"
        )
        register_schedule(
            "Mail summaries of inboxes", function="home.jobs.send_inbox_summaries", cron="0 5 * * *"
        )
        register_schedule(
            "Publish what is due", function="home.jobs.publish_what_is_due", cron="* * * * *"
        )
