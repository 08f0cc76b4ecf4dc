from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Tell the catalog which pages show a segment."""
        from catalog.segments.usage import register_segment_users
        from home.segment_use import pages_showing_segment

        register_segment_users(pages_showing_segment)
