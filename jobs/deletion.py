"""Large deletions as jobs."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from console.deletion import DeletionRefusedError, delete_record, name_of
from console.references import uses_of
from console.signed_in import User

from .exceptions import JobError
from .progress import JobProgress
from .services import start_job

DELETE = "jobs.delete_record"


def start_deletion(record: Model, user: User) -> str:
    """Start the job; returns the address of its page."""
    job = start_job(
        kind=DELETE,
        title=_("Delete %(name)s") % {"name": name_of(record)},
        parameters={"model": record._meta.label, "key": record.pk},
        started_by=user,
    )
    return reverse("jobs:detail", args=[job.pk])


def delete_record_job(progress: JobProgress, *, model: str, key: Any) -> dict[str, Any]:
    """Delete a record with what goes along, in one transaction."""
    record = apps.get_model(model)._default_manager.filter(pk=key).first()
    if record is None:
        # A run before this one was lost after its commit, or somebody else was quicker.
        progress.report(message=_("It has already been deleted."))
        return {"rows": 0}
    user = progress.person
    rows = uses_of(record, user=user).rows
    progress.report(total=rows, message=_("Deleting related records"))
    try:
        delete_record(record, user=user, advance=progress.advance)
    except DeletionRefusedError as error:
        raise JobError(str(error)) from error
    progress.report(done=rows, message=_("Deleted."))
    return {"rows": rows}
