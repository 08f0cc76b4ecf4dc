"""New numbers that are known ones in another spelling: what becomes of their rows.

By itself an import makes no second product of "QX-1001" and "qx 1001", and takes no row for one
about a product whose number is spelt otherwise. The rows are held, and the page of the run asks.
Where they are said to be about the same products, no row is left to ask about: it is taken for the
known product or for the first row of the file, or its reason says which product it must name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import NULL, SQL, Composable, Identifier, Literal

from imports.models import ImportProfile, ImportRun
from imports.staging_tables import StagingTables, fetch


class OtherSpellings(TextChoices):
    """The answers; the first holds until somebody gives another."""

    HOLD = "hold", gettext_lazy("Do not import these rows")
    SAME = "same", gettext_lazy("They are the same products: update them")
    NEW = "new", gettext_lazy("They are different products: create them")


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


def key_column(profile: ImportProfile) -> str:
    """The column of products by which rows of the profile name them."""
    return "sku" if profile.key == ImportProfile.Key.SKU else "part_number"


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


# A row that brings a new number. Most bring the one that their product has, and a look at that is
# much faster than a key.
_NEW_NUMBER = """
SELECT checked.row_number, checked.product_id, {scope} AS scope, {written} AS written,
    console_number_key({written}) AS key
FROM {checked} AS checked
LEFT JOIN catalog_product own ON own.id = checked.product_id
WHERE {rows} AND {written} IS NOT NULL AND (checked.product_id IS NULL OR checked.is_changed)
    AND (own.id IS NULL
        OR own.{number} <> {written} AND {own_key} <> console_number_key({written}))
"""
_IS_BROUGHT = "SELECT EXISTS ({brought})"
_WITHOUT_FAULT = SQL("checked.reasons IS NULL")
# As rows that are equal from the first, whatever else is wrong with one of them.
_ALL_ROWS = SQL("true")

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
WITH brought AS MATERIALIZED ({brought}), alike AS MATERIALIZED (
    SELECT scope, key, min(row_number) AS first FROM brought WHERE key <> ''
    GROUP BY scope, key HAVING min(written) <> max(written)
)
UPDATE {checked} AS checked
SET reasons = ARRAY[replace(replace({message}, '{{number}}', earlier.written),
    '{{row}}', earlier.row_number::text)]
FROM alike
JOIN brought AS earlier ON earlier.row_number = alike.first
JOIN brought AS later ON (later.scope, later.key) = (alike.scope, alike.key)
WHERE checked.row_number = later.row_number AND later.written <> earlier.written
"""
# Numbers that the catalog knows keep their spelling: which product is meant is another question.
_AS_IN_THE_FIRST_ROW = """
WITH brought AS MATERIALIZED ({brought})
UPDATE {checked} AS checked
SET {key} = later.of_first
FROM (
    SELECT row_number, written, first_value(written) OVER alike AS of_first
    FROM brought
    WHERE key <> ''
        AND NOT EXISTS (SELECT FROM catalog_product known WHERE {known_key} = key AND {beside})
    WINDOW alike AS (PARTITION BY scope, key ORDER BY row_number)
) AS later
WHERE checked.row_number = later.row_number AND later.written <> later.of_first
"""


@dataclass(frozen=True, slots=True)
class _Number:
    """A column of products with a number, and among which products a number is of one."""

    name: str
    scope: Composable
    beside: Composable

    def statement(
        self, template: str, tables: StagingTables, rows: Composable, message: str = ""
    ) -> Composable:
        """A statement about those of `rows` in the checked table that bring a new number."""
        key = Identifier("checked", f"key_{self.name}")
        return SQL(template).format(
            brought=SQL(_NEW_NUMBER).format(
                checked=tables.checked,
                scope=self.scope,
                written=key,
                number=Identifier(self.name),
                own_key=_KEYS[self.name].format(Identifier("own")),
                rows=rows,
            ),
            checked=tables.checked,
            message=Literal(message),
            number=Identifier(self.name),
            key=Identifier(f"key_{self.name}"),
            known_key=_KEYS[self.name].format(Identifier("known")),
            beside=self.beside,
        )


_NUMBERS = [
    _Number("part_number", SQL("checked.key_brand_id"), SQL("known.brand_id = brought.scope")),
    _Number("sku", SQL("0"), SQL("true")),
]


def held_statements(tables: StagingTables) -> Iterator[Composable]:
    """The updates of the checked table that hold rows back; those of its rows are asked about.

    None where no row brings a new number, as most files that change known products.
    """
    known = _("{number} of the product {sku} is the same number, spelled differently.")
    row = _("{number} in row {row} is the same number, spelled differently.")
    ask = _("Decide about different spellings on the page of the import, or correct the number.")
    for number in _NUMBERS:
        if fetch(number.statement(_IS_BROUGHT, tables, _WITHOUT_FAULT)) == [(False,)]:
            continue
        for template, message in [(_OF_ANOTHER_PRODUCT, known), (_IN_ANOTHER_ROW, row)]:
            yield number.statement(template, tables, _WITHOUT_FAULT, f"{message} {ask}")


def first_spelling_statements(
    tables: StagingTables, answer: OtherSpellings
) -> Iterator[Composable]:
    """The updates that give a number the spelling of the first row which brings it.

    So a later row is found by the search for what stands twice in the file.
    """
    if answer == OtherSpellings.SAME:
        for number in _NUMBERS:
            yield number.statement(_AS_IN_THE_FIRST_ROW, tables, _ALL_ROWS)


def unresolved_statements(
    tables: StagingTables, profile: ImportProfile, answer: OtherSpellings
) -> Iterator[Composable]:
    """The updates that reject rows with a known number that do not tell which product is meant."""
    if answer != OtherSpellings.SAME:
        return
    key = key_column(profile)
    # What is wrong with the key explains the row better than a number beside it.
    for number in sorted(_NUMBERS, key=lambda number: number.name != key):
        yield number.statement(
            _OF_ANOTHER_PRODUCT, tables, _WITHOUT_FAULT, _unresolved(number.name, profile)
        )


def _unresolved(name: str, profile: ImportProfile) -> str:
    if name == key_column(profile):
        return _(
            "{number} of the product {sku} is the same number, spelled differently, and other "
            "products have other spellings of it. Use the exact spelling of the product you "
            "mean."
        )
    if name == "part_number":
        return _(
            "{number} of the product {sku} is the same part number, spelled differently, and the "
            "row has another SKU. Use the SKU of that product in the row, or give the row a "
            "different part number."
        )
    return _(
        "{number} of the product {sku} is the same SKU, spelled differently, and the row has "
        "another part number or brand. Use those of that product in the row, or give the row a "
        "different SKU."
    )
