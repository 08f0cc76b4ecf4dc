from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Show on the health page which backend answers; look after the log and the prices."""
        from console.health.registry import register_check
        from jobs.registry import register_schedule

        from .health_checks import check_search

        register_check("search", check_search)
        register_schedule(
            "Trim the search log",
            function="search.services.search_log.trim_search_log",
            cron="27 3 * * *",
        )
        # Midnight is at one of these times wherever the site is.
        register_schedule(
            "Index the prices of the day",
            function="search.services.outdated_prices.index_outdated_prices",
            cron="*/15 * * * *",
        )
