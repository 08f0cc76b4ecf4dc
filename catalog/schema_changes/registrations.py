"""What the subjects and rooms below learn of the subject when the catalog is ready."""


def register_schema_changes() -> None:
    """The jobs of changes of the schema, and what former channels forbid."""
    from catalog.schema.models import Channel
    from catalog.schema.wagtail_admin.form_checks import register_form_check
    from catalog.schema_changes.jobs import apply_model_change_job, undo_model_change_job
    from catalog.schema_changes.services.running import APPLY, UNDO
    from catalog.schema_changes.wagtail_admin.channel_checks import check_former_channel
    from jobs.registry import register_job

    register_job(APPLY, apply_model_change_job)
    register_job(UNDO, undo_model_change_job)
    register_form_check(Channel, check_former_channel)
