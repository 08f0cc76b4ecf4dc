from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Look after the parts that every room stands on."""
        from .health_checks import register_checks

        register_checks()
