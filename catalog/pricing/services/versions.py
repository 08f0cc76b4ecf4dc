"""Brings prices that were written set-wise into the versions of products that still wait."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import models
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.pricing.models import Price
from catalog.products.models.product import Product
from catalog.products.services.statements import execute

# What may be published next: the latest version of each product, and those on schedule.
_RENEW = """
UPDATE wagtailcore_revision AS version SET content = jsonb_set(version.content, '{{prices}}',
    coalesce((
        SELECT jsonb_agg(entry ORDER BY place)
        FROM jsonb_array_elements(version.content -> 'prices') WITH ORDINALITY AS x(entry, place)
        WHERE NOT coalesce((entry ->> 'pk')::bigint = ANY ({keys}), false)
    ), '[]') || coalesce((
        SELECT jsonb_agg({entry} ORDER BY price.id) FROM catalog_price AS price
        WHERE price.id = ANY ({keys}) AND price.product_id = product.id
    ), '[]'))
FROM catalog_product AS product
WHERE product.id = ANY ({products})
    AND version.base_content_type_id = {content_type} AND version.object_id = product.id::text
    AND (version.id = product.latest_revision_id OR version.approved_go_live_at IS NOT NULL)
    AND version.content ? 'prices'
"""


def renew_in_versions(*, keys: Collection[int], product_ids: Collection[int]) -> None:
    """Let the waiting versions of products say of the prices `keys` what the database does.

    The same as `catalog.products.services.revisions.renew_in_revisions`, for many in one statement.
    Other prices of a version stay as the editor left them.
    """
    statement = SQL(_RENEW).format(
        keys=Literal(list(keys)),
        products=Literal(list(product_ids)),
        entry=_entry(),
        content_type=Literal(ContentType.objects.get_for_model(Product).pk),
    )
    execute(statement)


def _entry() -> Composable:
    """SQL of the row `price` as a version of the product holds it."""
    pairs: list[Composable] = [SQL("'pk', price.id")]
    for field in Price._meta.concrete_fields:
        if not field.primary_key:
            # Versions hold exact numbers as texts.
            cast = "::text" if isinstance(field, models.DecimalField) else ""
            column = SQL("{}, price.{}{}").format(
                Literal(field.name), Identifier(field.attname), SQL(cast)
            )
            pairs.append(column)
    return SQL("jsonb_build_object({})").format(SQL(", ").join(pairs))
