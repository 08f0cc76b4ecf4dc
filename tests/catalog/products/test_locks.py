"""Row locks of products: all take them in the same order."""

import pytest
from django.db import connection, transaction
from psycopg.sql import SQL

from catalog.products.locks import lock_products, lock_rows_sql
from tests.factories.catalog import ProductFactory


@pytest.mark.django_db
@pytest.mark.parametrize("parts_wait", [True, False])
def test_many_are_locked_in_the_order_of_their_keys(django_assert_num_queries, parts_wait):
    keys = [ProductFactory().pk for _number in range(3)]
    with transaction.atomic(), connection.cursor() as cursor:
        statement = lock_rows_sql(SQL("SELECT unnest(%s::bigint[])"), parts_wait=parts_wait)
        cursor.execute(statement, [keys[::-1]])
        assert cursor.fetchone() == (3,)
        assert "ORDER BY id FOR" in statement.as_string()
        with django_assert_num_queries(1) as found:
            lock_products(keys)
    assert "ORDER BY" in found[0]["sql"]
