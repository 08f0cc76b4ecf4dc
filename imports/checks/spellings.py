"""New numbers that are known ones in another spelling: what becomes of their rows.

By itself an import makes no second product of "QX-1001" and "qx 1001", and takes no row for one
about a product whose number is spelt otherwise. The rows are held, and the page of the run asks.
"""

from collections.abc import Iterator

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import NULL, SQL, Composable, Identifier, Literal

from imports.models import ImportProfile, ImportRun
from imports.staging_tables import StagingTables


class OtherSpellings(TextChoices):
    """The answers; the first holds until somebody gives another."""

    HOLD = "hold", gettext_lazy("Hold these rows back")
    SAME = "same", gettext_lazy("They are about the same products: update these")
    NEW = "new", gettext_lazy("They are products of their own: create them")


def other_spellings(run: ImportRun) -> OtherSpellings:
    """What was answered for this run."""
    return OtherSpellings(run.details.get("other_spellings", OtherSpellings.HOLD))


# The product itself comes first, and where several are alike nobody knows which is meant.
_KNOWN = """
coalesce(
    (SELECT {number} FROM catalog_product AS known WHERE {number} = {written} AND {beside}),
    (SELECT min({number}) FROM catalog_product AS known
        WHERE {key} = console_number_key({written}) AND {key} <> '' AND {beside}
        HAVING count(*) = 1),
    {written})
"""
# How the number of a product is found in any spelling, by its column: an index knows each.
_KEYS = {
    "sku": SQL("console_number_key({}.sku)"),
    "part_number": SQL("{}.normalized_part_number"),
}


def known_spelling(
    name: str, profile: ImportProfile, filled_by: dict[str, Composable]
) -> Composable:
    """SQL of the number by which a row names its product, as the catalog spells it."""
    written = filled_by[name]
    beside: Composable = SQL("true")
    if name == "part_number":
        beside = SQL("known.brand_id = coalesce({}, {})").format(
            filled_by.get("brand_id", NULL), Literal(profile.default_brand_id)
        )
    return SQL(_KNOWN).format(
        number=Identifier("known", name),
        key=_KEYS[name].format(Identifier("known")),
        written=written,
        beside=beside,
    )


# A row without any other fault that brings a new number.
_NEW_NUMBER = """
SELECT checked.row_number, checked.product_id, {scope} AS scope, {written} AS written,
    console_number_key({written}) AS key
FROM {checked} AS checked
LEFT JOIN catalog_product own ON own.id = checked.product_id
WHERE checked.reasons IS NULL AND {written} IS NOT NULL
    AND (own.id IS NULL OR {own_key} <> console_number_key({written}))
"""
_OF_ANOTHER_PRODUCT = """
WITH brought AS MATERIALIZED ({brought})
UPDATE {checked} AS checked
SET reasons = ARRAY[replace(replace({message}, '{{number}}', other.number), '{{sku}}', other.sku)]
FROM (
    SELECT DISTINCT ON (brought.row_number) brought.row_number, known.{number} AS number, known.sku
    FROM brought JOIN catalog_product known ON {known_key} = brought.key AND {beside}
    WHERE brought.key <> '' AND known.{number} <> brought.written
        AND known.id IS DISTINCT FROM brought.product_id
    ORDER BY brought.row_number, known.id
) AS other
WHERE checked.row_number = other.row_number
"""
_IN_ANOTHER_ROW = """
WITH brought AS MATERIALIZED ({brought})
UPDATE {checked} AS checked
SET reasons = ARRAY[replace(replace({message}, '{{number}}', earlier.written),
    '{{row}}', earlier.row_number::text)]
FROM (
    SELECT row_number, first_value(row_number) OVER alike AS first,
        first_value(written) OVER alike AS of_first, written
    FROM brought WHERE key <> ''
    WINDOW alike AS (PARTITION BY scope, key ORDER BY row_number)
) AS later, brought AS earlier
WHERE checked.row_number = later.row_number AND earlier.row_number = later.first
    AND later.written <> later.of_first
"""


def spelling_statements(tables: StagingTables) -> Iterator[Composable]:
    """The updates of the checked table that hold rows back; those of its rows are asked about."""
    known = _("{number} of the product {sku} is the same number in another spelling.")
    row = _("{number} of row {row} is the same number in another spelling.")
    ask = _("Decide about other spellings in the page of the import, or correct the number.")
    of_brand = SQL("known.brand_id = brought.scope")
    for name, scope, beside in [
        ("part_number", SQL("checked.key_brand_id"), of_brand),
        ("sku", SQL("0"), SQL("true")),
    ]:
        brought = SQL(_NEW_NUMBER).format(
            checked=tables.checked,
            scope=scope,
            written=Identifier("checked", f"key_{name}"),
            own_key=_KEYS[name].format(Identifier("own")),
        )
        for statement, message in [(_OF_ANOTHER_PRODUCT, known), (_IN_ANOTHER_ROW, row)]:
            yield SQL(statement).format(
                brought=brought,
                checked=tables.checked,
                message=Literal(f"{message} {ask}"),
                number=Identifier(name),
                known_key=_KEYS[name].format(Identifier("known")),
                beside=beside,
            )
