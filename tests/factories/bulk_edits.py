"""Bulk edits, for tests."""

from catalog.bulk.services.edits.editing import (
    apply_bulk_edit,
    count_bulk_edit,
    create_bulk_edit,
    undo_bulk_edit,
)
from catalog.bulk.services.edits.operations import Operation
from catalog.models import BulkChange, Product
from jobs.models import Job
from jobs.progress import JobProgress

from .accounts import UserFactory


def counted(*operations: dict, products=None, user=None) -> BulkChange:
    """A bulk edit of all products, or of `products`, as its page shows it before it is applied."""
    change = create_bulk_edit(
        products=Product.objects.all() if products is None else products,
        selection="All products",
        title="Test",
        operations=[Operation(**operation) for operation in operations],
        user=user or UserFactory(is_superuser=True),
    )
    finish(change, count_bulk_edit)
    return change


def applied(*operations: dict, **arguments) -> BulkChange:
    """The same, applied."""
    change = counted(*operations, **arguments)
    finish(change, apply_bulk_edit)
    return change


def undone(change: BulkChange, user=None) -> BulkChange:
    """The same, undone by the one who started it or by `user`."""
    finish(change, undo_bulk_edit, user=user)
    return change


def finish(change: BulkChange, work, user=None) -> None:
    """Do the work of a job of `change` here, as the one who started it or as `user`."""
    Job.objects.filter(pk=change.job_id).update(state=Job.State.SUCCEEDED)
    job = Job(pk=change.job_id, started_by=user or change.started_by)
    work(change_id=change.pk, progress=JobProgress(job))
    change.refresh_from_db()
