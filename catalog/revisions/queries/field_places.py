"""Where on the product form a thing is edited: what it is called, and the address of its input."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.models.kinds import AssetRole
from catalog.schema.queries.kinds import kind_labels
from console.model_fields import own_field

ASSET = "asset."
# Inputs of the form by what filters call them.
_INPUTS = {
    "brand_pattern": "part_number",
    "assets": "asset_links-ADD",
    "asset_role": "asset_links-ADD",
    "fits": "fitments-ADD",
    "fitments": "fitments-ADD",
    "price": "prices-ADD",
}
_COLUMNS = {"name", "description", "part_number", "sku", "gtin", "status", "brand", "family"}
_COLUMNS |= {"category", "parent"}

Found = tuple[str, str]


@dataclass(frozen=True)
class FieldPlaces:
    """The inputs of one product's form."""

    form: str
    attributes: dict[str, Attribute]
    roles: dict[str, str]

    @classmethod
    def of_product(cls, key: int) -> "FieldPlaces":
        """Those of the form of the product with this key."""
        return cls.of_products([key])[key]

    @classmethod
    def of_products(cls, keys: Iterable[int]) -> dict[int, "FieldPlaces"]:
        """Those of the forms of many products, by key."""
        attributes = {attribute.code: attribute for attribute in Attribute.objects.all()}
        roles = kind_labels(AssetRole)
        form = "catalog_product:edit"
        return {key: cls(reverse(form, args=[key]), attributes, roles) for key in keys}

    def missing(self, thing: str, channel: Channel, locale: str) -> Found:
        """Label and address of what completeness calls `thing`."""
        if thing.startswith(ASSET):
            role = thing.removeprefix(ASSET)
            return self.roles.get(role, role), f"{self.form}#id_asset_links-ADD"
        return self._value(ValueAddress(ValueAddress.parse(thing).code, locale, channel.code))

    def at_path(self, path: str) -> str:
        """The address of the value at a path of `catalog.revisions.queries.history.paths`."""
        address = ValueAddress.find(path)
        return self._value(address)[1] if address else f"{self.form}#id_{path}"

    def asked_by(self, filters: Any) -> list[Found]:
        """Label and address of each field that a filter asks for, where the form has it."""
        return [found for name in dict.fromkeys(_names(filters)) for found in self._named(name)]

    def _named(self, name: str) -> list[Found]:
        if address := ValueAddress.find(name):
            return [self._value(ValueAddress(address.code))]
        if name in _COLUMNS:
            label = str(own_field(Product, name).verbose_name)
            return [(label[:1].upper() + label[1:], f"{self.form}#id_{name}")]
        if name in _INPUTS:
            return [(_("Go to the field"), f"{self.form}#id_{_INPUTS[name]}")]
        return []

    def _value(self, address: ValueAddress) -> Found:
        attribute = self.attributes.get(address.code)
        if attribute is None:
            return address.code, self.form
        held = ValueAddress(
            address.code,
            address.locale if attribute.is_localizable else "",
            address.channel if attribute.is_per_channel else "",
        )
        places = (("language", address.locale), ("channel", address.channel))
        shown = {name: value for name, value in places if value}
        query = f"?{urlencode(shown)}" if shown else ""
        return attribute.label, f"{self.form}{query}#id_{held.input_name}"


def _names(filters: Any) -> Iterator[str]:
    """The fields that a stored filter asks for, in their order."""
    if not isinstance(filters, dict):
        return
    if isinstance(filters.get("field"), str):
        yield filters["field"]
    conditions = filters.get("conditions")
    for member in conditions if isinstance(conditions, list) else []:
        yield from _names(member)
