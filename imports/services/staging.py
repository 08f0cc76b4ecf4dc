from django.db import transaction

from exchange.readers import ReadError
from imports.models import ImportRun
from jobs.exceptions import JobError
from jobs.progress import JobProgress

from .checking import check_rows
from .locks import locked_run
from .reading import read_file

State = ImportRun.State


def stage_run(*, run_id: int, progress: JobProgress) -> ImportRun:
    """Read the file of a run into its staging table and check every row.

    Can be repeated; a file that cannot be read leaves the run failed with the reader's message.
    Raises JobError with that message.
    """
    try:
        with transaction.atomic():
            run = locked_run(run_id, State.UPLOADED, State.STAGED, State.FAILED)
            read_file(run, progress)
            check_rows(run, progress, run.started_by)
            run.state, run.message = State.STAGED, ""
            run.save()
    except ReadError as error:
        ImportRun.objects.filter(pk=run_id).update(state=State.FAILED, message=str(error))
        raise JobError(str(error)) from error
    return run
