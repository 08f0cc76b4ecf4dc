from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from imports.models import ImportRun
from jobs.models import Job
from jobs.services import start_job


def start_staging(*, run: ImportRun, user: User | None) -> Job:
    """Read and check the file of the run in the background."""
    return _start(run, user, "imports.stage", _("Read %(file)s"))


def start_checking(*, run: ImportRun, user: User | None) -> Job:
    """Check the rows of the run again in the background."""
    return _start(run, user, "imports.check", _("Check %(file)s"))


def start_applying(*, run: ImportRun, user: User | None) -> Job:
    """Import the accepted rows of the run in the background."""
    user_id = user.pk if user else None
    return _start(run, user, "imports.apply", _("Import %(file)s"), user_id=user_id)


@transaction.atomic
def _start(
    run: ImportRun, user: User | None, kind: str, title: str, **parameters: int | None
) -> Job:
    run.job = start_job(
        kind=kind,
        title=title % {"file": run.original_name},
        parameters={"run_id": run.pk, **parameters},
        started_by=user,
    )
    run.save(update_fields=["job"])
    return run.job
