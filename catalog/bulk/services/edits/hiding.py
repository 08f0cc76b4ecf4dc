"""Which values a change of family would hide."""

from psycopg.sql import SQL, Literal

from catalog.bulk.models import BulkChange
from catalog.bulk.services.edits.operations import operations_of
from catalog.products.services.statements import fetch

_HIDDEN = """
SELECT attribute.label, count(*)
FROM catalog_bulkchangerow AS own
JOIN catalog_product AS product ON product.id = own.product_id
JOIN catalog_familyattribute AS old ON old.family_id = product.family_id
JOIN catalog_attribute AS attribute ON attribute.id = old.attribute_id
WHERE own.change_id = {change} AND product.family_id <> {family}
    AND (product.values ? attribute.code
        OR jsonb_path_exists(product.channel_values, '$.*.keyvalue() ? (@.key == $code)',
            jsonb_build_object('code', attribute.code), true))
    AND NOT EXISTS (SELECT FROM catalog_familyattribute AS new
        WHERE new.family_id = {family} AND new.attribute_id = old.attribute_id)
GROUP BY attribute.id ORDER BY count(*) DESC, attribute.label
"""


def hidden_attributes(change: BulkChange) -> dict[str, int]:
    """The attributes whose values the new family does not show, with the number of products.

    The values stay with the products, and show again when their family comes back.
    """
    families = [one.value for one in operations_of(change) if one.target == "family"]
    if not families:
        return {}
    statement = SQL(_HIDDEN).format(change=Literal(change.pk), family=Literal(families[-1]))
    return dict(fetch(statement))
