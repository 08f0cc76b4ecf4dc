from django.utils.translation import gettext as _
from psycopg.sql import SQL

from catalog.products.locks import lock_rows_sql
from imports.models import ImportRun
from imports.staging_tables import StagingTables, fetch
from jobs.exceptions import JobError

_CHANGED = "SELECT product_id FROM {checked} WHERE reasons IS NULL AND is_changed"


def locked_run(run_id: int, *states: ImportRun.State) -> ImportRun:
    """The run, locked until the transaction ends; JobError unless it is in one of `states`."""
    run = (
        ImportRun.objects.select_for_update(of=["self"])
        .select_related("profile", "profile__default_brand", "profile__default_family")
        .get(pk=run_id)
    )
    if run.state not in states:
        raise JobError(
            _("This is not possible while the import is “%(state)s”.")
            % {"state": run.get_state_display()}
        )
    return run


def lock_changed_products(tables: StagingTables) -> None:
    """Lock the products that a judged run will change until the transaction ends.

    Whoever has one of them is waited for, so that what is read of them from now on, and of their
    drafts, stays as it is until they are written.
    """
    fetch(lock_rows_sql(SQL(_CHANGED).format(checked=tables.checked), parts_wait=False))
