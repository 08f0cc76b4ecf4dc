"""Background jobs of bulk edits."""

from typing import Any

from catalog.bulk.services.approvals.sending import send_bulk_edit
from catalog.bulk.services.changes import retention as bulk_changes
from catalog.bulk.services.edits.editing import apply_bulk_edit, count_bulk_edit, undo_bulk_edit
from jobs.progress import JobProgress


def count_bulk_edit_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Count what a bulk edit would change."""
    return count_bulk_edit(change_id=change_id, progress=progress)


def send_bulk_edit_job(progress: JobProgress, *, change_id: int, note: str) -> dict[str, Any]:
    """Send a bulk edit to review."""
    return send_bulk_edit(change_id=change_id, note=note, progress=progress)


def apply_bulk_edit_job(
    progress: JobProgress, *, change_id: int, with_changed: bool = False, comment: str = ""
) -> dict[str, Any]:
    """Apply a bulk edit, which is approved by that where it waits for approval."""
    return apply_bulk_edit(
        change_id=change_id, progress=progress, with_changed=with_changed, comment=comment
    )


def undo_bulk_edit_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Undo a bulk edit."""
    return undo_bulk_edit(change_id=change_id, progress=progress)


def forget_old_changes() -> int:
    """Delete the rows of bulk edits and schema changes that are too old to be undone."""
    return bulk_changes.forget_old_changes()
