"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_bulk() -> None:
    """The jobs of bulk edits, what waits, what histories call these, and the codes they know."""
    from django.utils.translation import gettext_lazy as _

    from audit.sources import ChangeSource
    from catalog.bulk.code_uses import changes_with, rules_with
    from catalog.bulk.inbox import BulkEditsSentBack, BulkEditsToApprove
    from catalog.bulk.jobs import (
        apply_bulk_edit_job,
        count_bulk_edit_job,
        send_bulk_edit_job,
        undo_bulk_edit_job,
    )
    from catalog.revisions.queries.history.sources import register_change_source
    from catalog.schema.code_uses.registry import register_code_uses
    from console.inbox.registry import register_inbox_source
    from jobs.registry import register_job, register_schedule

    register_job("catalog.bulk_edit.count", count_bulk_edit_job)
    register_job("catalog.bulk_edit.apply", apply_bulk_edit_job)
    register_job("catalog.bulk_edit.send", send_bulk_edit_job)
    register_job("catalog.bulk_edit.undo", undo_bulk_edit_job)
    register_schedule(
        "Forget old bulk edits", function="catalog.bulk.jobs.forget_old_changes", cron="27 3 * * *"
    )
    register_inbox_source(BulkEditsToApprove())
    register_inbox_source(BulkEditsSentBack())
    register_code_uses(changes_with)
    register_code_uses(rules_with)
    register_change_source(
        ChangeSource.BULK_EDIT, _("Bulk edit %(key)s"), url_name="catalog_bulkchange:inspect"
    )
    register_change_source(
        ChangeSource.UNDO, _("Undo of the change %(key)s"), url_name="catalog_bulkchange:inspect"
    )
