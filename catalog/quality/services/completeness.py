"""Completeness: which required things a product lacks for a channel in a language.

One statement for any number of products, so that a million take minutes and one takes
milliseconds. What is required: the attributes of the product's family that are required for the
channel, and the channel's asset roles. A variant inherits the values of its parent, a channel the
common value; a language does not inherit from another, as a text in it is what is asked for.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from catalog.products.services.key_ranges import product_spans
from jobs.progress import JobProgress

# Of a whole catalog, so many keys are recalculated in one transaction.
SPAN = 50_000

# {products} selects the primary keys of the products. The requirements are put together once for
# a family, so that a product only has its values looked up.
MEASURED = """
WITH chosen AS MATERIALIZED (
    SELECT p.id, p.family_id, p.values, p.channel_values,
        parent.values AS parent_values, parent.channel_values AS parent_channel_values
    FROM catalog_product p
    LEFT JOIN catalog_product parent ON parent.id = p.parent_id
    WHERE {products}
), required AS MATERIALIZED (
    SELECT fa.family_id, r.channel_id, array_agg(a.code::text ORDER BY a.code) AS codes,
        array_agg(a.is_localizable ORDER BY a.code) AS localizable
    FROM catalog_familyattribute fa
    JOIN catalog_familyattribute_required_for r ON r.familyattribute_id = fa.id
    JOIN catalog_attribute a ON a.id = fa.attribute_id
    GROUP BY fa.family_id, r.channel_id
), targets AS MATERIALIZED (
    SELECT f.id AS family_id, c.id AS channel_id, c.code AS channel, channel_locale.locale,
        coalesce(r.codes, ARRAY[]::text[]) AS codes,
        coalesce(r.localizable, ARRAY[]::boolean[]) AS localizable,
        c.required_asset_roles::text[] AS roles
    FROM catalog_family f
    CROSS JOIN catalog_channel c CROSS JOIN unnest(c.locales) AS channel_locale(locale)
    LEFT JOIN required r ON r.family_id = f.id AND r.channel_id = c.id
    WHERE f.id IN (SELECT DISTINCT family_id FROM chosen)
), roles AS MATERIALIZED (
    SELECT product_id, array_agg(DISTINCT role::text) AS present FROM catalog_productasset
    WHERE product_id IN (SELECT id FROM chosen)
        AND EXISTS (SELECT FROM targets WHERE cardinality(targets.roles) > 0)
    GROUP BY product_id
)
SELECT p.id AS product_id, t.channel_id, t.locale,
    cardinality(t.codes) + cardinality(t.roles) AS required,
    ARRAY(
        SELECT 'asset.' || role FROM unnest(t.roles) AS role
        WHERE role <> ALL (coalesce(roles.present, ARRAY[]::text[]))
    ) || ARRAY(
        SELECT 'values.' || asked.code
        FROM unnest(t.codes, t.localizable) AS asked(code, is_localizable)
        WHERE coalesce({values}) IS NULL
    ) AS missing
FROM chosen p
JOIN targets t ON t.family_id = p.family_id
LEFT JOIN roles ON roles.product_id = p.id
"""

_RECALCULATE = """
WITH measured AS ({measured}), obsolete AS (
    DELETE FROM catalog_completeness old USING catalog_product p
    WHERE old.product_id = p.id AND ({products})
      AND (old.channel_id, old.locale) NOT IN
        (SELECT c.id, locale FROM catalog_channel c, unnest(c.locales) AS locale)
)
INSERT INTO catalog_completeness (product_id, channel_id, locale, required, missing)
SELECT product_id, channel_id, locale, required, missing FROM measured
ON CONFLICT (product_id, channel_id, locale) DO UPDATE
SET required = excluded.required, missing = excluded.missing
WHERE (catalog_completeness.required, catalog_completeness.missing)
    IS DISTINCT FROM (excluded.required, excluded.missing)
"""


def _value(document: str) -> str:
    """SQL of an attribute's value in `document`, in the language where it has one, else NULL."""
    text = (
        f"CASE WHEN asked.is_localizable THEN {document} -> asked.code ->> t.locale"
        f" ELSE {document} ->> asked.code END"
    )
    # An empty text, list or object is no value.
    return f"nullif(nullif(nullif({text}, ''), '[]'), '{{}}')"


_VALUES = ", ".join(
    _value(document)
    for document in (
        "(p.channel_values -> t.channel)",
        "p.values",
        "(p.parent_channel_values -> t.channel)",
        "p.parent_values",
    )
)


def measured_sql(products: str) -> str:
    """SELECT of what each product that the condition `products`, over `p`, chooses lacks."""
    return MEASURED.replace("{values}", _VALUES).replace("{products}", products)


def _recalculate(products: str, parameters: Sequence) -> int:
    statement = _RECALCULATE.replace("{measured}", measured_sql(products))
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling the expressions takes longer than they do.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(statement.replace("{products}", products), [*parameters, *parameters])
        return cursor.rowcount


def recalculate_completeness(
    *, product_ids: Sequence[int] | None = None, products_sql: str | None = None
) -> int:
    """Recalculate the completeness of some products and their variants; returns the rows changed.

    `product_ids` are primary keys; `products_sql` is a trusted SELECT of primary keys instead, for
    callers that hold them in a table. Without both, every product in one transaction; see
    `recalculate_everything` for large catalogs.
    """
    if product_ids is not None:
        keys = list(product_ids)
        return _recalculate("p.id = ANY(%s) OR p.parent_id = ANY(%s)", [keys, keys])
    if products_sql is not None:
        return _recalculate(f"p.id IN ({products_sql}) OR p.parent_id IN ({products_sql})", [])
    return _recalculate("true", [])


def recalculate_everything(*, progress: JobProgress, families: Sequence[int] | None = None) -> int:
    """Recalculate all products, or those of `families`; returns the rows that changed.

    Goes by ranges of keys, each in a transaction of its own, so that the rows of one product are
    never locked for long; safe to repeat after it was interrupted.
    """
    chosen, parameters = "p.id BETWEEN %s AND %s", []
    if families is not None:
        chosen, parameters = f"{chosen} AND p.family_id = ANY(%s)", [list(families)]
    changed = 0
    for span in product_spans(progress, span=SPAN):
        changed += _recalculate(chosen, [*span, *parameters])
    return changed
