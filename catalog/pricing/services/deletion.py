"""Deletes the prices of a list or of a customer with it, set-wise."""

from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg.sql import SQL

from audit.actor import current_actor
from catalog.pricing.models import Price
from catalog.pricing.services.versions import renew_in_versions
from catalog.products.locks import lock_rows_sql
from catalog.products.services.part_rows import Table, remove_rows
from console.deletion import Advance
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit
from console.signed_in import User

SPAN = 5_000


@transaction.atomic
def remove_prices(prices: QuerySet[Price], user: User | None, advance: Advance) -> None:
    """Delete `prices`, each with a row of history, also in the drafts of their products."""
    lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
    _lock_products(prices)
    reason, user_id = current_actor.get().reason, user.pk if user else None
    while rows := dict(prices.order_by("pk").values_list("pk", "product_id")[:SPAN]):
        keys = list(rows)
        remove_rows(Table(Price, "id"), keys, reason=reason, user_id=user_id)
        renew_in_versions(keys=keys, product_ids=set(rows.values()))
        advance(len(keys))


def _lock_products(prices: QuerySet[Price]) -> None:
    """Lock the products before their versions and parts, in the order in which all lock them."""
    products, parameters = prices.order_by().values("product_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(lock_rows_sql(SQL(products)), parameters)
