from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"
    verbose_name = "Feeds"

    def ready(self) -> None:
        """Tell the lower rooms what this room does in the background and which fields it needs."""
        from catalog.selectors.attribute_uses import register_attribute_uses
        from feeds.jobs import run_feed_job
        from feeds.selectors import attribute_uses_of_feeds
        from feeds.services.runs import RUN_FEED
        from jobs.registry import register_job

        register_job(RUN_FEED, run_feed_job)
        register_attribute_uses(attribute_uses_of_feeds)
