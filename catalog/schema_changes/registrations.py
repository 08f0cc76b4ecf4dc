"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_schema_changes() -> None:
    """The jobs of changes of the schema, what former channels forbid, and names in histories."""
    from django.utils.translation import gettext_lazy as _

    from audit.sources import ChangeSource
    from catalog.revisions.queries.history.sources import register_change_source
    from catalog.schema.models import Channel
    from catalog.schema_changes.jobs import apply_schema_change_job, undo_schema_change_job
    from catalog.schema_changes.services.running import APPLY, UNDO
    from catalog.schema_changes.wagtail_admin.channel_checks import check_former_channel
    from console.wagtail_admin.form_checks import register_form_check
    from jobs.registry import register_job

    register_job(APPLY, apply_schema_change_job)
    register_job(UNDO, undo_schema_change_job)
    register_form_check(Channel, check_former_channel)
    register_change_source(
        ChangeSource.MODEL_CHANGE,
        _("Model change %(key)s"),
        url_name="catalog_modelchange:page",
    )
    register_change_source(ChangeSource.MODEL_FILE, _("Model file"))
