"""What is scheduled for products that are published, taken off the site or deleted in bulk.

Wagtail ends the schedule of a record that it publishes, unpublishes or deletes; so it is here, and
the rows of the change keep the schedule for the undo.
"""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from psycopg.sql import SQL, Composable, Literal

from catalog.bulk.models import BulkChange
from catalog.products.models.product import Product
from catalog.products.services.statements import execute

_REMEMBER = """
UPDATE catalog_bulkchangerow AS kept SET before = coalesce(before, '{{}}') || jsonb_build_object(
    'schedule', scheduled.times)
FROM (
    SELECT object_id::bigint AS product_id, jsonb_object_agg(id, approved_go_live_at) AS times
    FROM wagtailcore_revision WHERE {of_products} GROUP BY object_id
) AS scheduled
WHERE kept.change_id = {change} AND kept.product_id = scheduled.product_id
"""
_END = "UPDATE wagtailcore_revision SET approved_go_live_at = NULL WHERE {of_products}"
_RENEW = """
UPDATE wagtailcore_revision AS revision SET approved_go_live_at = time.value::timestamptz
FROM catalog_bulkchangerow AS kept, jsonb_each_text(kept.before -> 'schedule') AS time
WHERE kept.change_id = {change} AND kept.product_id = ANY ({keys}) AND revision.id = time.key::int
    AND NOT EXISTS (SELECT FROM wagtailcore_revision WHERE base_content_type_id = {type}
        AND object_id = kept.product_id::text AND approved_go_live_at IS NOT NULL)
"""
_OF_PRODUCTS = """
base_content_type_id = {type} AND object_id = ANY ({keys}::bigint[]::text[])
AND approved_go_live_at IS NOT NULL
"""


def remember_schedules(*, change: BulkChange, keys: Sequence[int]) -> None:
    """Keep in the rows of `change` when drafts of these products are to be published."""
    execute(SQL(_REMEMBER).format(of_products=_of_products(keys), change=Literal(change.pk)))


def end_schedules(*, keys: Sequence[int]) -> None:
    """Let nothing of these products be published on schedule any more."""
    execute(SQL(_END).format(of_products=_of_products(keys)))


def renew_schedules(*, change: BulkChange, keys: Sequence[int]) -> None:
    """Schedule what was scheduled for these products before `change`, unless something is now."""
    execute(
        SQL(_RENEW).format(
            change=Literal(change.pk), keys=Literal(list(keys)), type=Literal(_type())
        )
    )


def _of_products(keys: Sequence[int]) -> Composable:
    return SQL(_OF_PRODUCTS).format(type=Literal(_type()), keys=Literal(list(keys)))


def _type() -> int:
    return ContentType.objects.get_for_model(Product).pk
