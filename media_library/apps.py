from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Media library"

    def ready(self) -> None:
        """Name the work that this room does in the background, and its pages of files."""
        from console.finders.records import RecordFinder
        from console.finders.registry import register_finder
        from console.wagtail_admin.replaced_views import register_view
        from jobs.registry import register_job

        from .jobs import process_asset_job, render_job
        from .models import Asset
        from .services.rendering import RENDER
        from .wagtail_admin import account, files, preview

        register_finder(
            RecordFinder(
                "asset",
                _("Images, documents, video and audio"),
                "folder-open-inverse",
                20,
                Asset,
                ["title"],
                lambda asset: asset.get_kind_display(),
            )
        )
        register_job("media_library.process", process_asset_job)
        register_job(RENDER, render_job)
        register_view("wagtailadmin_account", account.CheckedAccountView)
        register_view("wagtailimages:preview", preview.preview)
        register_view("wagtailmedia:delete", files.MediaDeleteView)
        register_view("wagtailmedia:media_usage", files.MediaUsesView)
        for name in ("index", "index_results"):
            register_view(f"wagtailimages:{name}", files.ImagesView)
            register_view(f"wagtaildocs:{name}", files.DocumentsView)
