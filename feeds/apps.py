from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"
    verbose_name = "Feeds"

    def ready(self) -> None:
        """Tell the jobs room what this room does in the background."""
        from feeds.jobs import run_feed_job
        from feeds.services.runs import RUN_FEED
        from jobs.registry import register_job

        register_job(RUN_FEED, run_feed_job)
