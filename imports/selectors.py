"""Reads of the imports room."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.products.write_policy import CHANGE, PUBLISH
from catalog.schema.code_uses.columns import columns_naming
from catalog.schema.code_uses.registry import Code, CodeUse
from exchange.registry import grouped_choices
from imports.mapping import MappedColumn, columns_of_run
from imports.models import ImportColumn, ImportProfile, ImportRun
from imports.staging_tables import StagingTables
from imports.targets import import_targets


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a run with the first of its cells that is not empty."""

    mapped: MappedColumn
    example: str


def shown_columns(run: ImportRun) -> list[ShownColumn]:
    """The columns of a staged run, in the order of its file."""
    rows = run.details.get("preview", {}).get("rows", [])
    return [
        ShownColumn(column, next((row["cells"][at] for row in rows if row["cells"][at]), ""))
        for at, column in enumerate(columns_of_run(run))
    ]


def has_lost_rows(run: ImportRun) -> bool:
    """Whether the run would be ready, but for the rows that a crash of the database took."""
    return run.state in ImportRun.READY and not StagingTables(run.pk).hold_rows()


def runs_to_approve(user: User) -> QuerySet[ImportRun]:
    """The imports in review that `user` may apply, or send back.

    Which new products and which published ones a run touches is judged as it is opened.
    """
    waiting = ImportRun.objects.filter(state=ImportRun.State.WAITING)
    may_apply = user.has_perms([CHANGE, PUBLISH]) and (
        user.has_perm("imports.add_importrun") or user.has_perm("imports.change_importrun")
    )
    return waiting.select_related("sent_by") if may_apply else waiting.none()


def returned_runs(user: User) -> QuerySet[ImportRun]:
    """The imports that `user` sent and got back, and that are not sent again."""
    return ImportRun.objects.filter(
        state=ImportRun.State.STAGED,
        sent_by=user,
        sent_at__isnull=False,
        decided_at__isnull=False,
    ).select_related("decided_by")


def may_be_read(run: ImportRun) -> bool:
    """Whether the file of the run is still, or again, to be read."""
    unread = {ImportRun.State.UPLOADED, ImportRun.State.FAILED}
    return run.state in unread or has_lost_rows(run)


def target_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column can fill, as the grouped choices of a select."""
    return grouped_choices(import_targets().values())


def profiles_with(code: Code) -> Iterator[CodeUse]:
    """The import profiles with a column that knows the code."""
    columns = columns_naming(ImportColumn.objects.all(), "target", code)
    if columns is not None:
        profiles = ImportProfile.objects.filter(pk__in=columns.order_by().values("profile"))
        yield CodeUse((_("import profile"), _("import profiles")), profiles)
