from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Let every job name itself as a source of changes, and every worker follow the log."""
        from console.health.registry import register_check
        from jobs.registry import register_job_context, register_schedule, register_worker_thread

        from .health_checks import check_followers
        from .jobs import job_as_source, run_followers

        register_job_context(job_as_source)
        register_worker_thread("followers", run_followers)
        register_schedule(
            "Trim the change log", function="audit.jobs.trim_change_log", cron="17 3 * * *"
        )
        register_schedule("Thin the history", function="audit.jobs.thin_history", cron="37 3 * * *")
        register_check("followers", check_followers)
