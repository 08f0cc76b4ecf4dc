"""Values that a product has and that its family, or another one, does not show."""

from catalog.products.models.product import Product
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_text import value_text


def hidden_values(product: Product, family_id: int | None) -> list[tuple[str, str]]:
    """(label, value) of what `product` stores and the family `family_id` has no attribute for.

    These values stay stored, and show again once a family has their attribute.
    """
    words = catalog_labels()
    family = words.families.get(family_id or 0)
    shown = set(family.attributes) if family else set()
    found: dict[str, str] = {}
    for values in [product.values, *(product.channel_values or {}).values()]:
        for code, value in (values or {}).items():
            if code in shown or code in found or code not in words.attributes:
                continue
            attribute = words.attributes[code]
            if text := value_text(attribute, value):
                found[code] = text
    return [
        (words.attributes[code].label, found[code]) for code in words.attributes if code in found
    ]
