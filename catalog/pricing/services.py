"""Deletes the prices of a list or of a customer with it, set-wise."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg.sql import SQL, Literal

from audit.actor import current_actor
from catalog.pricing.models import Price
from catalog.products.locks import lock_rows_sql
from catalog.products.models.product import Product
from catalog.products.services.part_rows import Table, remove_rows
from catalog.products.services.statements import execute
from console.deletion import Advance
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from console.signed_in import User

SPAN = 5_000

# What may be published next: the latest version of each product, and those on schedule.
_LEAVE_OUT = """
UPDATE wagtailcore_revision AS version SET content = jsonb_set(version.content, '{{prices}}',
    coalesce((
        SELECT jsonb_agg(entry ORDER BY place)
        FROM jsonb_array_elements(version.content -> 'prices') WITH ORDINALITY AS x(entry, place)
        WHERE NOT coalesce((entry ->> 'pk')::bigint = ANY ({keys}), false)
    ), '[]'))
FROM catalog_product AS product
WHERE product.id IN (SELECT product_id FROM catalog_price WHERE id = ANY ({keys}))
    AND version.base_content_type_id = {content_type} AND version.object_id = product.id::text
    AND (version.id = product.latest_revision_id OR version.approved_go_live_at IS NOT NULL)
    AND version.content ? 'prices'
"""


@transaction.atomic
def remove_prices(prices: QuerySet[Price], user: User | None, advance: Advance) -> None:
    """Delete `prices`, each with a row of history, also in the drafts of their products."""
    lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
    _lock_products(prices)
    content_type = ContentType.objects.get_for_model(Product).pk
    reason, user_id = current_actor.get().reason, user.pk if user else None
    while keys := list(prices.order_by("pk").values_list("pk", flat=True)[:SPAN]):
        execute(SQL(_LEAVE_OUT).format(keys=Literal(keys), content_type=Literal(content_type)))
        remove_rows(Table(Price, "id"), keys, reason=reason, user_id=user_id)
        advance(len(keys))


def _lock_products(prices: QuerySet[Price]) -> None:
    """Lock the products before their versions and parts, in the order in which all lock them."""
    products, parameters = prices.order_by().values("product_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(lock_rows_sql(SQL(products)), parameters)
