"""Names what was edited in the words of the form."""

from collections.abc import Collection, Iterable

from django.utils.text import capfirst

from catalog.attribute_types.addresses import ValueAddress
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.revisions.queries.differences.comparing import part_of_path
from catalog.schema.queries.value_labels import ValueLabels
from console.model_fields import own_field


def labels_of(paths: Iterable[str], hidden_parts: Collection[str] = ()) -> list[str]:
    """A label for each path, such as "Title (German)"; parts are named once."""
    values = ValueLabels.load()
    labels = [_label(path, values) for path in paths if part_of_path(path) not in hidden_parts]
    return list(dict.fromkeys(labels))


def _label(path: str, values: ValueLabels) -> str:
    if part := part_of_path(path):
        return product_parts()[part].label
    if address := ValueAddress.find(path):
        return values.label(address)
    return capfirst(str(own_field(Product, path).verbose_name))
