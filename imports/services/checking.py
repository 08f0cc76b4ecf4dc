from collections.abc import Sequence
from itertools import chain

from django.db import DataError, transaction
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier, Literal

from accounts.models import User
from exchange.transforms import TransformError
from imports.checks.known_numbers import known_number_statements
from imports.checks.spellings import (
    OtherSpellings,
    first_spelling_statements,
    held_statements,
    other_spellings,
    unresolved_statements,
)
from imports.checks.statement import check_statement
from imports.checks.uniqueness import uniqueness_statements
from imports.checks.used_columns import UsedColumn, used_columns
from imports.checks.variants import variant_statements
from imports.mapping import columns_of_run
from imports.models import ImportRun
from imports.preview import preview_of_run
from imports.staging_tables import StagingTables, execute, fetch
from imports.targets import import_targets
from jobs.exceptions import JobError
from jobs.progress import JobProgress

from .freshness import stamp
from .locks import locked_run
from .reading import read_lost_rows
from .rejects import write_rejects

# For this transaction only: room for its hashes and sorts, and no compiling of long statements.
SETTINGS = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off"

# What later statements join and filter by.
JUDGED = [
    Identifier(name)
    for name in ("row_number", "product_id", "is_changed", "key_sku", "key_part_number", "reasons")
]

_COUNTS = """
SELECT count(*) FILTER (WHERE reasons IS NULL AND product_id IS NULL),
    count(*) FILTER (WHERE reasons IS NULL AND is_changed),
    count(*) FILTER (WHERE reasons IS NULL AND product_id IS NOT NULL AND NOT is_changed),
    count(*) FILTER (WHERE reasons IS NOT NULL)
FROM {checked}
"""


@transaction.atomic
def check_run(*, run_id: int, progress: JobProgress) -> ImportRun:
    """Judge the staged rows of a run again, after its mapping has changed."""
    run = locked_run(run_id, ImportRun.State.STAGED)
    check_rows(run, progress, run.started_by)
    run.save()
    return run


def check_rows(run: ImportRun, progress: JobProgress, user: User | None) -> list[UsedColumn]:
    """Judge every staged row set-wise, as `user` would apply it, in the caller's transaction.

    Rows that the database has lost are read again first. Sets the run's counts, preview and file of
    rejected rows (the caller saves the run) and leaves the judged rows in the table `checked`.
    Returns the columns that fill something.
    """
    tables = StagingTables(run.pk)
    read_lost_rows(run, progress)
    progress.report(message=_("Checking the rows"))
    run.details = {**run.details, "judged": stamp(run.profile, user)}
    used = columns_in_use(run)
    spellings = other_spellings(run)
    statement = check_statement(tables, run.profile, used, user, spellings)
    _refuse_bad_patterns(used)
    execute(SETTINGS)
    tables.drop_checked()
    execute(statement)
    execute(SQL("ANALYZE {} ({})").format(tables.checked, SQL(", ").join(JUDGED)))
    updates = chain(
        first_spelling_statements(tables, spellings),
        uniqueness_statements(tables, run.profile, used),
        known_number_statements(tables, used),
        variant_statements(tables, used),
        unresolved_statements(tables, run.profile, spellings),
    )
    for update in updates:
        progress.check_cancelled()
        execute(update)
    held = 0
    if spellings == OtherSpellings.HOLD:
        held = sum(execute(update) for update in held_statements(tables))
    run.details = {**run.details, "spellings_held": held}
    summarize(run, tables, used, progress)
    return used


def columns_in_use(run: ImportRun) -> list[UsedColumn]:
    """The columns of the run that fill something the catalog has. Raises JobError."""
    try:
        return used_columns(columns_of_run(run), import_targets())
    except TransformError as error:
        raise JobError(str(error)) from error


def summarize(
    run: ImportRun, tables: StagingTables, used: Sequence[UsedColumn], progress: JobProgress
) -> None:
    """Set the counts, the preview and the file of rejected rows of a run by its judged rows."""
    [counts] = fetch(SQL(_COUNTS).format(checked=tables.checked))
    run.created, run.updated, run.unchanged, run.rejected = counts
    run.details = {**run.details, "preview": preview_of_run(run, tables, used)}
    progress.report(message=_("Writing the rejected rows"))
    write_rejects(run, tables)


def _refuse_bad_patterns(used: Sequence[UsedColumn]) -> None:
    """The database and Python differ in some rare parts of regular expressions."""
    for column in used:
        attribute = column.target.attribute
        if attribute is None or not attribute.pattern:
            continue
        try:
            with transaction.atomic():
                fetch(SQL("SELECT '' ~ {}").format(Literal(f"^(?:{attribute.pattern})$")))
        except DataError as error:
            raise JobError(
                _(
                    "The pattern of the attribute “%(attribute)s” is too complex to check in an "
                    "import."
                )
                % {"attribute": attribute.label}
            ) from error
