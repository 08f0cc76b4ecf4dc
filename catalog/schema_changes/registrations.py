"""What the rooms below learn of the subject when the catalog is ready."""


def register_schema_changes() -> None:
    """The jobs of changes of the schema."""
    from catalog.schema_changes.jobs import apply_model_change_job, undo_model_change_job
    from catalog.schema_changes.services.running import APPLY, UNDO
    from jobs.registry import register_job

    register_job(APPLY, apply_model_change_job)
    register_job(UNDO, undo_model_change_job)
