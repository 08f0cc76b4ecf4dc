from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Media library"

    def ready(self) -> None:
        """Name the work that this room does in the background."""
        from jobs.registry import register_job

        from .jobs import process_asset_job, render_job
        from .services.rendering import RENDER

        register_job("media_library.process", process_asset_job)
        register_job(RENDER, render_job)
