"""Bounds the history: versions that are too old or too many go, set-wise and in small pieces."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max, Min
from django.utils import timezone
from psycopg.sql import SQL, Composable, Identifier
from wagtail.models import DraftStateMixin, Revision

from audit.history_guards import history_guard
from audit.models import HistoryRetention

RECORDS_AT_ONCE = 20_000
REVISIONS_AT_ONCE = 1_000

# A version is too much when it is too old or beyond the number to keep. The newest of those that
# are too much stays all the same, because it tells how the record was when the rest begins; of a
# record that was deleted long ago, nothing stays.
_THIN = """
WITH versions AS (
    SELECT history_id, {key} AS record, history_type, history_date,
        row_number() OVER newest AS place
    FROM {table}
    WHERE {key} BETWEEN %(first)s AND %(last)s
    WINDOW newest AS (PARTITION BY {key} ORDER BY history_date DESC, history_id DESC)
), too_much AS (
    SELECT history_id, row_number() OVER (PARTITION BY record ORDER BY place) AS place,
        history_type = '-' AND versions.place = 1 AS is_gone, record
    FROM versions WHERE history_date < %(oldest)s OR versions.place > %(most)s
), gone AS (
    SELECT record FROM too_much WHERE is_gone
)
DELETE FROM {table} WHERE history_id IN (
    SELECT history_id FROM too_much WHERE place > 1 OR record IN (SELECT record FROM gone)
) AND history_id NOT IN ({guarded})
"""
_NOTHING = SQL("SELECT NULL::int WHERE false")

_REVISIONS = """
SELECT id FROM (
    SELECT id, created_at, approved_go_live_at,
        row_number() OVER (PARTITION BY base_content_type_id, object_id
            ORDER BY created_at DESC, id DESC) AS place
    FROM wagtailcore_revision
) AS revision
WHERE place > 1 AND (created_at < %(oldest)s OR place > %(most)s) AND approved_go_live_at IS NULL
    AND NOT EXISTS (SELECT FROM wagtailcore_taskstate WHERE revision_id = revision.id)
    {unless_live}
ORDER BY id
"""
_UNLESS_LIVE = "AND NOT EXISTS (SELECT FROM {table} WHERE live_revision_id = revision.id)"


def thin_history() -> int:
    """Delete the versions that the retention does not keep; returns how many went.

    These are rows of history tables and, for records with drafts, Wagtail's revisions. What is
    live, latest, scheduled or was ever up for review stays, and so does what a room guards. Works
    in pieces, each in a transaction of its own, so it may be stopped at any time.
    """
    retention = HistoryRetention.load()
    limits = {
        "oldest": timezone.now() - timedelta(days=retention.keep_days),
        "most": retention.keep_versions,
    }
    return sum(_thin_table(model, limits) for model in _models_with_history()) + _thin_revisions(
        limits
    )


def _models_with_history() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    ]


def _history_of(model: type[models.Model]) -> type[models.Model]:
    return getattr(model, model._meta.simple_history_manager_attribute).model


def _thin_table(model: type[models.Model], limits: dict) -> int:
    statement = _statement(model)
    deleted = 0
    for first, last in _spans(model):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {**limits, "first": first, "last": last})
            deleted += cursor.rowcount
    return deleted


def _statement(model: type[models.Model]) -> Composable:
    return SQL(_THIN).format(
        table=Identifier(_history_of(model)._meta.db_table),
        key=Identifier(model._meta.pk.column),
        guarded=history_guard(model) or _NOTHING,
    )


def _spans(model: type[models.Model]) -> Iterator[tuple[int, int]]:
    """The keys that the history names, in spans."""
    key = model._meta.pk.attname
    ends = _history_of(model).objects.aggregate(first=Min(key), last=Max(key))
    if ends["first"] is None:
        return
    for first in range(ends["first"], ends["last"] + 1, RECORDS_AT_ONCE):
        yield first, first + RECORDS_AT_ONCE - 1


def _thin_revisions(limits: dict) -> int:
    unless_live = [
        SQL(_UNLESS_LIVE).format(table=Identifier(table)) for table in _tables_with_drafts()
    ]
    with connection.cursor() as cursor:
        cursor.execute(SQL(_REVISIONS).format(unless_live=SQL(" ").join(unless_live)), limits)
        keys = [key for (key,) in cursor.fetchall()]
    deleted = 0
    for start in range(0, len(keys), REVISIONS_AT_ONCE):
        chosen = Revision.objects.filter(pk__in=keys[start : start + REVISIONS_AT_ONCE])
        deleted += chosen.delete()[1].get(Revision._meta.label, 0)
    return deleted


def _tables_with_drafts() -> list[str]:
    """The tables that say which revision is live; a page's is the one of all pages."""
    drafting = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return sorted(
        {model._meta.get_field("live_revision").model._meta.db_table for model in drafting}
    )
