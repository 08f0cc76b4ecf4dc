import json
from collections.abc import Sequence

from django.db import transaction

from imports.checks.spellings import OtherSpellings
from imports.mapping import MappedColumn, stored
from imports.models import ImportColumn, ImportProfile, ImportRun

from .locks import locked_run


@transaction.atomic
def change_mapping(
    *,
    run_id: int,
    columns: Sequence[MappedColumn],
    remember: bool = False,
    spellings: OtherSpellings = OtherSpellings.HOLD,
) -> ImportRun:
    """Set what the columns of a staged run fill; with `remember` the profile learns it too.

    `spellings` is what becomes of numbers that are known in another spelling.

    The rows must be checked again afterwards: until then the run cannot be applied. Raises
    JobError when the run is not open.
    """
    run = locked_run(run_id, ImportRun.State.STAGED)
    run.columns = stored(columns)
    # What was judged by the old mapping must never be applied by the new one.
    run.details = {name: kept for name, kept in run.details.items() if name != "judged"}
    run.details["other_spellings"] = spellings.value
    run.save(update_fields=["columns", "details"])
    if remember:
        _remember(run.profile, columns)
    return run


def _remember(profile: ImportProfile, columns: Sequence[MappedColumn]) -> None:
    """Columns of this file replace those of the same header; others of the profile stay."""
    known = {column.header: column for column in profile.columns.all()}
    for position, column in enumerate(columns):
        row = known.get(column.header) or ImportColumn(profile=profile, header=column.header)
        row.sort_order = position
        row.target = column.target
        row.transforms = json.dumps(column.transforms)
        row.save()
