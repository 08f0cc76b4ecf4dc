"""Background entry points of the catalog."""

from typing import Any

from catalog.services.bulk_changes import retention as bulk_changes
from catalog.services.bulk_edit.editing import apply_bulk_edit, count_bulk_edit, undo_bulk_edit
from catalog.services.completeness import recalculate_everything
from catalog.services.concurrent_edits.forms import drop_old_forms
from catalog.services.duplicates import find_duplicates
from catalog.services.model_changes.running import apply_model_change, undo_model_change
from catalog.services.quality.checking import check_everything
from catalog.services.sort_indexes import arrange_indexes, arrange_soon
from jobs.progress import JobProgress


def recalculate_completeness_job(
    progress: JobProgress, *, families: list[int] | None = None
) -> dict[str, Any]:
    """Recalculate the completeness of all products, or of those of `families`."""
    return {"changed": recalculate_everything(progress=progress, families=families)}


def count_bulk_edit_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Count what a bulk edit would change."""
    return count_bulk_edit(change_id=change_id, progress=progress)


def apply_bulk_edit_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Apply a bulk edit."""
    return apply_bulk_edit(change_id=change_id, progress=progress)


def undo_bulk_edit_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Undo a bulk edit."""
    return undo_bulk_edit(change_id=change_id, progress=progress)


def check_quality_job(progress: JobProgress, *, rules: list[int] | None = None) -> None:
    """Hold all quality rules, or those of `rules`, against every product."""
    check_everything(progress=progress, rules=rules)


def find_duplicates_job(progress: JobProgress) -> dict[str, Any]:
    """Look for products that may be one."""
    return {"waiting": find_duplicates(progress=progress)}


def apply_model_change_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Apply a change of the model."""
    return apply_model_change(change_id=change_id, user=progress.person, progress=progress)


def undo_model_change_job(progress: JobProgress, *, change_id: int) -> dict[str, Any]:
    """Undo a change of the model."""
    return undo_model_change(change_id=change_id, user=progress.person, progress=progress)


def arrange_sort_indexes_job(progress: JobProgress) -> dict[str, int]:
    """Make the indexes of sortable attributes that lack, and drop those that nobody wants."""
    return arrange_indexes(progress=progress)


def look_after_sort_indexes() -> None:
    """Mend what a killed job or a restored database has left of the indexes for sorting."""
    arrange_soon()


def forget_old_forms() -> int:
    """Forget what forms showed that nobody has used for long."""
    return drop_old_forms()


def forget_old_changes() -> int:
    """Delete what bulk edits and changes of the model keep for an undo that is not possible now."""
    return bulk_changes.forget_old_changes()
