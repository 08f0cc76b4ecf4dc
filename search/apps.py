from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Show on the health page which backend answers; trim the search log every night."""
        from console.health.registry import register_check
        from jobs.registry import register_schedule

        from .health_checks import check_search

        register_check("search", check_search)
        register_schedule(
            "Trim the search log",
            function="search.services.search_log.trim_search_log",
            cron="27 3 * * *",
        )
