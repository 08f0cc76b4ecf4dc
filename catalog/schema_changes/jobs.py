"""Background jobs of schema changes."""

from typing import Any

from catalog.schema_changes.services.running import apply_schema_change, undo_schema_change
from jobs.progress import JobProgress


def apply_schema_change_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Apply a change of the schema."""
    return apply_schema_change(change_id=change_id, user=progress.person, progress=progress)


def undo_schema_change_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Undo a change of the schema."""
    return undo_schema_change(change_id=change_id, user=progress.person, progress=progress)
