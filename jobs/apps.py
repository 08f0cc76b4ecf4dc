from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Look after the parts that every room stands on; trim what has ended every night."""
        from console.deletion import register_background
        from console.health.registry import register_check
        from console.inbox.registry import register_inbox_source
        from jobs.inbox import FailedJobs
        from jobs.queue_check import check_queue

        from .deletion import DELETE, delete_record_job, start_deletion
        from .registry import register_job, register_schedule

        register_background(start_deletion)
        register_job(DELETE, delete_record_job)
        register_inbox_source(FailedJobs())

        register_check("queue", check_queue)
        trimming = "jobs.services.trimming"
        register_schedule("Trim jobs", function=f"{trimming}.trim_jobs", cron="47 3 * * *")
        register_schedule("Trim messages", function=f"{trimming}.trim_messages", cron="57 3 * * *")
        # The room of the limits stands below this one and cannot register anything here.
        register_schedule(
            "Purge limits", function="console.limits.counting.purge", cron="7 * * * *"
        )
