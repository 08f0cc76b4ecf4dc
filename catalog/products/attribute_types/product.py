"""Reference to a product, by its SKU."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable

from catalog.attribute_types.base import AttributeType, Facet, Input, Refers
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit
from catalog.attribute_types.rules import Rule
from catalog.attribute_types.unique_keys import short_key
from catalog.products.models.product import Product as ProductRecord


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
        return _("%(label)s is the SKU of a product; there is no “{value}”.") % {
            "label": attribute.label
        }

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """None."""
        return ()
