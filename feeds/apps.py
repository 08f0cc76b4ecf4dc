from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "feeds"
    verbose_name = "Feeds"

    def ready(self) -> None:
        """Tell the lower rooms what this room does and knows, and who sees its records."""
        from catalog.schema.code_uses.registry import register_code_uses
        from catalog.schema_changes.queries.language_uses import register_language_uses
        from console.finders.records import RecordFinder
        from console.finders.registry import register_finder
        from console.visibility import register_visibility
        from feeds.jobs import run_feed_job
        from feeds.models import Feed, FeedRun
        from feeds.selectors import feeds_in_language, feeds_open_to, feeds_with, runs_visible_to
        from feeds.services.runs import RUN_FEED
        from jobs.registry import register_job

        register_job(RUN_FEED, run_feed_job)
        register_code_uses(feeds_with)
        register_language_uses(feeds_in_language)
        for model, visible in ((Feed, feeds_open_to), (FeedRun, runs_visible_to)):
            register_visibility(model, visible)
        register_finder(
            RecordFinder(
                "feed", _("Feeds"), "upload", 40, Feed, ["name", "code"], lambda feed: feed.code
            )
        )
