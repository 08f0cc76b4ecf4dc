from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "console"
    verbose_name = "Console"

    def ready(self) -> None:
        """Change what every export, bulk action, log, deletion and page of the admin goes through.

        And check the parts that every room stands on.
        """
        from wagtail.models import CollectionMember

        from .draft_uses import drafts_naming
        from .effects import Effect, register_effect
        from .exports import make_exports_harmless
        from .finders.menu import MenuFinder
        from .finders.registry import register_finder
        from .health import checks
        from .health.registry import register_check
        from .page_uses import pages_naming
        from .references import register_use_reader
        from .wagtail_admin.bulk_actions import act_on_seen_records_only
        from .wagtail_admin.delete_views import PageDeleteView
        from .wagtail_admin.replaced_views import register_view
        from .wagtail_admin.seen_log import log_of_seen_records_only
        from .wagtail_admin.sidebar import pack_sidebar_without_media
        from .wagtail_admin.usage import PageUsesView

        make_exports_harmless()
        act_on_seen_records_only()
        log_of_seen_records_only()
        pack_sidebar_without_media()
        register_view("wagtailadmin_pages:delete", PageDeleteView)
        register_view("wagtailadmin_pages:usage", PageUsesView)
        register_use_reader(pages_naming)
        register_use_reader(drafts_naming)
        register_effect(CollectionMember, "collection", Effect.FORBIDS)
        register_finder(MenuFinder())
        register_check("database", checks.check_database)
        register_check("cache", checks.check_cache)
        register_check("media", checks.check_media)
        register_check("disk", checks.check_disk)
