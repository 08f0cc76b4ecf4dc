"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_duplicates() -> None:
    """The job that looks for duplicates, what waits of them, and what histories call a merge."""
    from django.utils.translation import gettext_lazy as _

    from audit.sources import ChangeSource
    from catalog.duplicates.inbox import OpenDuplicates
    from catalog.duplicates.jobs import find_duplicates_job
    from catalog.duplicates.services.finding import FIND_DUPLICATES
    from catalog.revisions.queries.history.sources import register_change_source
    from console.inbox.registry import register_inbox_source
    from jobs.registry import register_job

    register_inbox_source(OpenDuplicates())
    register_job(FIND_DUPLICATES, find_duplicates_job)
    register_change_source(
        ChangeSource.MERGE, _("Merged with ID %(key)s"), url_name="catalog_product:history"
    )
