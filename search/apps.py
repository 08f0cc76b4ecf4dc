from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Show on the health page which backend answers."""
        from jobs.health import register_check

        from .health_checks import check_search

        register_check("search", check_search)
