from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Tell the catalog which pages show a segment, and let the worker keep schedules."""
        from catalog.segments.usage import register_segment_users
        from home.segment_use import pages_showing_segment
        from jobs.registry import register_schedule

        register_segment_users(pages_showing_segment)
        register_schedule(
            "Publish what is due", function="home.jobs.publish_what_is_due", cron="* * * * *"
        )
