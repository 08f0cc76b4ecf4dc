from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Register the jobs and the schedule of this room, and which fields it needs."""
        from catalog.selectors.attribute_uses import register_attribute_uses
        from imports import jobs
        from imports.selectors import attribute_uses_of_profiles
        from jobs.registry import register_job, register_schedule

        register_job("imports.stage", jobs.stage_run_job)
        register_job("imports.check", jobs.check_run_job)
        register_job("imports.apply", jobs.apply_run_job)
        register_attribute_uses(attribute_uses_of_profiles)
        register_schedule(
            "imports.discard_stale_runs",
            function="imports.jobs.discard_stale_runs_call",
            cron="30 3 * * *",
        )
        register_schedule(
            "imports.read_lost_runs_again",
            function="imports.jobs.read_lost_runs_again_call",
            cron="* * * * *",
        )
