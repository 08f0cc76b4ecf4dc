from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Register the jobs and the schedule of this room, and what it knows and leaves."""
        from audit.sources import ChangeSource
        from catalog.revisions.queries.history.sources import register_change_source
        from catalog.schema.code_uses.registry import register_code_uses
        from console.deletion import register_removal
        from console.finders.records import RecordFinder
        from console.finders.registry import register_finder
        from console.inbox.registry import register_inbox_source
        from imports import jobs
        from imports.inbox import ImportsSentBack, ImportsToApprove, WaitingImports
        from imports.models import ImportProfile, ImportRun
        from imports.selectors import profiles_with
        from imports.services import remove_runs
        from jobs.registry import register_job, register_schedule

        register_job("imports.stage", jobs.stage_run_job)
        register_job("imports.check", jobs.check_run_job)
        register_job("imports.apply", jobs.apply_run_job)
        register_code_uses(profiles_with)
        register_removal(ImportRun, remove_runs)
        for source in (WaitingImports, ImportsToApprove, ImportsSentBack):
            register_inbox_source(source())
        register_finder(
            RecordFinder(
                "import_profile",
                _("Import profiles"),
                "download",
                41,
                ImportProfile,
                ["name", "code"],
                lambda profile: profile.code,
            )
        )
        register_change_source(
            ChangeSource.IMPORT, _("Import %(key)s"), url_name="imports_importrun:inspect"
        )
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
