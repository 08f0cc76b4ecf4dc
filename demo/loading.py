"""Copies the products of the demo data into the database, chunk by chunk."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import connection, models, transaction
from psycopg.sql import SQL, Identifier, Literal

from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.models import (
    Fitment,
    Interchange,
    Package,
    Price,
    Product,
    ProductAsset,
    ProductRelation,
)
from catalog.products.services.part_rows import Table, history_of
from catalog.products.services.statements import execute
from demo import rows
from demo.bulk import checked_at_the_end
from demo.catalogue import CHUNK, DemoProduct, demo_products
from demo.copying import copy_rows, reserve_keys
from demo.keys import Keys
from demo.trade import PRICE_COLUMNS, price_rows

_PRICES = """
WITH written AS (SELECT {columns} FROM catalog_price WHERE product_id = ANY ({products})) {history}
"""
ADDITIONAL_CATEGORIES = Product.additional_categories.through
PARTS = (
    Fitment,
    Price,
    Package,
    Interchange,
    ProductRelation,
    ProductAsset,
    ADDITIONAL_CATEGORIES,
)


def load_products(
    *, count: int, seed: int, keys: Keys, report: Callable[[int], None] = lambda done: None
) -> int:
    """Create the first `count` products of the demo data that are missing; return how many.

    A chunk takes a fixed number of statements, so memory does not grow with `count`. Rows are
    copied: the products get a change-log entry, but of their rows only prices have history. More
    than a chunk is one transaction that locks the tables and checks constraints at its end.
    """
    created = 0
    at_once = checked_at_the_end(Product, PARTS) if count > CHUNK else nullcontext()
    with acting_as(user_id=None, source=ChangeSource.DEMO.of()), at_once:
        for start in range(0, count, CHUNK):
            stop = min(start + CHUNK, count)
            created += _load_chunk(list(demo_products(start, stop, seed)), keys)
            report(stop)
    _analyze()
    return created


@transaction.atomic
def _load_chunk(products: list[DemoProduct], keys: Keys) -> int:
    ids = _existing_ids(products)
    new = [product for product in products if product.sku not in ids]
    if not new:
        return 0
    skus = (product.sku for product in new)
    ids |= dict(zip(skus, reserve_keys(Product, len(new)), strict=True))
    chunk = _Chunk(new, ids, keys)
    for model, columns, make_rows in chunk.tables():
        copy_rows(model, columns, make_rows)
    _remember_prices([ids[product.sku] for product in new])
    return len(new)


def _remember_prices(product_ids: list[int]) -> None:
    """Give the prices of new products a row of history, so that a change of one says the old."""
    table = Table(Price, "id")
    statement = SQL(_PRICES).format(
        columns=SQL(", ").join(map(Identifier, table.columns)),
        products=Literal(product_ids),
        history=history_of(table, "+", "written", reason=ChangeSource.DEMO.reason(), user_id=None),
    )
    execute(statement)


@dataclass(frozen=True)
class _Chunk:
    """New products with the keys they get; makes the rows of each table while they are copied."""

    products: list[DemoProduct]
    ids: dict[str, int]
    keys: Keys

    def tables(self) -> Iterator[tuple[type[models.Model], list[str], Iterator[tuple]]]:
        """Each table with its columns and rows, in an order that foreign keys allow."""
        ids, keys = self.ids, self.keys
        yield (
            Product,
            rows.PRODUCT_COLUMNS,
            (rows.product_row(product, ids, keys) for product in self.products),
        )
        yield (
            Fitment,
            rows.FITMENT_COLUMNS,
            self._parts(lambda product, key: rows.fitment_rows(product, key, keys)),
        )
        yield Price, PRICE_COLUMNS, self._parts(lambda product, key: price_rows(product, key, keys))
        yield Package, rows.PACKAGE_COLUMNS, self._parts(rows.package_rows)
        yield Interchange, rows.INTERCHANGE_COLUMNS, self._parts(rows.interchange_rows)
        yield (
            ProductRelation,
            rows.RELATION_COLUMNS,
            self._parts(lambda product, key: rows.relation_rows(product, key, ids)),
        )
        yield (
            ProductAsset,
            rows.ASSET_COLUMNS,
            self._parts(lambda product, key: rows.asset_rows(product, key, keys)),
        )
        yield (
            ADDITIONAL_CATEGORIES,
            ["product_id", "category_id"],
            self._parts(lambda product, key: rows.category_rows(product, key, keys)),
        )

    def _parts(self, make: Callable[[DemoProduct, int], Iterable[tuple]]) -> Iterator[tuple]:
        for product in self.products:
            yield from make(product, self.ids[product.sku])


def _existing_ids(products: list[DemoProduct]) -> dict[str, int]:
    skus = [product.sku for product in products]
    return dict(Product.objects.filter(sku__in=skus).values_list("sku", "id"))


def _analyze() -> None:
    names = ", ".join(
        connection.ops.quote_name(model._meta.db_table) for model in (Product, *PARTS)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
