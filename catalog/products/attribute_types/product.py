"""Reference to a product, by its SKU."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import LONGEST_QUOTED, AttributeType, Facet, Input, Refers
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit
from catalog.attribute_types.rules import Rule
from catalog.attribute_types.texts import can_be_stored
from catalog.attribute_types.unique_keys import short_key
from catalog.products.models.product import Product as ProductRecord
from catalog.products.queries.spellings import sku_spelt_otherwise


class Product(AttributeType):
    """Another product; products store its SKU."""

    code = TypeCode.PRODUCT.value
    label = gettext_lazy("Reference to a product")
    examples = ("KIT-1",)
    refers_to = Refers.PRODUCT
    facet = Facet.NONE
    input = Input.PRODUCT
    is_edited_in_lists = False

    def read(self, attribute: DescribedAttribute, value: Any) -> str:
        """The SKU of the product that the value is, or names."""
        if isinstance(value, ProductRecord):
            return value.sku
        sku = str(value)
        if not ProductRecord.objects.filter(sku=sku).exists():
            raise self.refused(attribute, sku)
        return sku

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`."""
        return SQL("(SELECT other.sku FROM catalog_product other WHERE other.sku = {})").format(
            text
        )

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """The SKU as it stands."""
        standard = self.standard(attribute, stored)
        return None if standard is None else short_key(standard)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """Which product there is not."""
        return _("%(label)s must be the SKU of a product; “{value}” was not found.") % {
            "label": attribute.label
        }

    def refused(self, attribute: DescribedAttribute, value: Any) -> ValidationError:
        """The error, which names the product whose SKU this is in another spelling."""
        refused = super().refused(attribute, value)
        other = sku_spelt_otherwise(sku=str(value), but=None) if can_be_stored(str(value)) else None
        if other is None:
            return refused
        message = f"{refused.message} {_in_another_spelling().replace('{known}', other.sku)}"
        return ValidationError(message, code=refused.code)

    def unreadable_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of the same."""
        return SQL(
            "(SELECT replace({no_such} || coalesce(replace({hint}, '{{known}}', (SELECT known.sku"
            " FROM catalog_product known WHERE console_number_key(known.sku) = sought.key"
            " AND sought.key <> '' ORDER BY known.id LIMIT 1)), ''),"
            " '{{value}}', left({text}, {most}))"
            " FROM (SELECT console_number_key({text}) AS key) AS sought)"
        ).format(
            no_such=Literal(self.unreadable(attribute)),
            hint=Literal(f" {_in_another_spelling()}"),
            text=text,
            most=Literal(LONGEST_QUOTED),
        )

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """None."""
        return ()


def _in_another_spelling() -> str:
    return _(
        "{known} is the same SKU, spelled differently. Use that spelling if you mean this product."
    )
