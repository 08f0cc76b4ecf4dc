"""What products can be ordered by: fields of their own, and the values of sortable attributes.

Each order has an index (those of attributes are made by `catalog.listing.services.sort_indexes`),
so that it takes as long for a million products as for a thousand. The key of the product comes last
in each, so that no product stands on two pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.db.models.expressions import Combinable

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.registry import attribute_type
from catalog.schema.queries.labels import catalog_labels
from catalog.segments.stored_values import Described, StoredValue, sort_key

BRAND = "brand"
FIELD_ORDERS = {
    "part_number": ["normalized_part_number", "id"],
    "sku": ["sku"],
    "name": ["name", "id"],
    "created_at": ["id"],
    "updated_at": ["updated_at", "id"],
    # The brands by their names, and the products of each in the order of its index.
    BRAND: ["brand__name", "part_number"],
}
DEFAULT_ORDER = "-updated_at"


@dataclass(frozen=True)
class ValueOrder:
    """The order by the value of an attribute, in one language where it has several."""

    attribute: Described
    locale: str = ""

    @property
    def name(self) -> str:
        """The name in addresses and stored views: that of the listing's column."""
        return str(ValueAddress(self.attribute.code, self.locale))

    @property
    def is_choice(self) -> bool:
        """Whether the values are codes of options, which have an order of their own."""
        return attribute_type(self.attribute.type).has_options

    def is_inherited(self) -> Q:
        """That a product has no value of its own, so that its parent's holds."""
        return StoredValue(self.attribute).is_inherited()

    def key(self, owner: str = "") -> Combinable:
        """What the product's own value is sorted by, which is indexed; or that of its `owner`."""
        return sort_key(self.attribute, StoredValue(self.attribute).own(self.locale or None, owner))

    def effective_key(self) -> Combinable:
        """What the value that holds is sorted by: the product's own, else its parent's."""
        return sort_key(self.attribute, StoredValue(self.attribute).effective(self.locale or None))


def orders_of(attributes: Iterable[Described]) -> dict[str, ValueOrder]:
    """The orders by name that these attributes give, in each language where they have several."""
    orders = [
        ValueOrder(attribute, locale)
        for attribute in attributes
        if attribute.is_sortable and attribute_type(attribute.type).can_be_sorted
        for locale in _locales(attribute)
    ]
    return {order.name: order for order in orders}


def value_orders() -> dict[str, ValueOrder]:
    """The orders by attributes, as the schema is now."""
    return orders_of(catalog_labels().attributes.values())


def is_known_order(order: str) -> bool:
    """Whether `order`, with a dash for falling, is one of those that are offered."""
    name = order.removeprefix("-")
    return name in FIELD_ORDERS or name in value_orders()


def _locales(attribute: Described) -> list[str]:
    return [code for code, _name in settings.LANGUAGES] if attribute.is_localizable else [""]
