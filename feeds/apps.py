from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"
    verbose_name = "Feeds"

    def ready(self) -> None:
        """Tell the lower rooms what this room does, needs, and who sees its records."""
        from catalog.selectors.attribute_uses import register_attribute_uses
        from console.visibility import register_visibility
        from feeds.jobs import run_feed_job
        from feeds.models import Feed, FeedRun
        from feeds.selectors import attribute_uses_of_feeds, feeds_open_to, runs_visible_to
        from feeds.services.runs import RUN_FEED
        from jobs.registry import register_job

        register_job(RUN_FEED, run_feed_job)
        register_attribute_uses(attribute_uses_of_feeds)
        for model, visible in ((Feed, feeds_open_to), (FeedRun, runs_visible_to)):
            register_visibility(model, visible)
