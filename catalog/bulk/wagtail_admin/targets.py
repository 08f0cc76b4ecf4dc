"""What a bulk edit can change, as the form offers it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.bulk.services.edits.copies import can_copy
from catalog.bulk.services.edits.operations import (
    FIELD_ACTIONS,
    PRODUCT,
    Action,
    actions_of,
)
from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from console.model_fields import own_field


class Targets:
    """The fields and attributes of a form, read once for all of its rows."""

    @cached_property
    def attributes(self) -> dict[str, Attribute]:
        """Every attribute by its code, in the order of the product form."""
        return {one.code: one for one in Attribute.objects.select_related("group")}

    @cached_property
    def channels(self) -> list[Channel]:
        """Every channel."""
        return list(Channel.objects.all())

    @cached_property
    def locales(self) -> list[str]:
        """The languages of all channels."""
        return list(dict.fromkeys(one for channel in self.channels for one in channel.locales))

    @cached_property
    def choices(self) -> list[tuple[str, Any]]:
        """Fields first, then attributes under their groups."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, attribute in self.attributes.items():
            groups[attribute.group.label].append((str(ValueAddress(code)), attribute.label))
        fields = [(name, field_label(name)) for name in FIELD_ACTIONS]
        return [("", _("Choose …")), (_("Product"), fields), *groups.items()]

    def attribute(self, target: str) -> Attribute | None:
        """The attribute that a target names."""
        address = ValueAddress.find(target)
        return self.attributes.get(address.code) if address else None

    def actions(self, target: str) -> Sequence[Action]:
        """What can be done with a target; nothing with one that there is not."""
        attribute = self.attribute(target)
        return actions_of(attribute) if attribute else FIELD_ACTIONS.get(target, [])

    def sources(self, target: Attribute) -> list[tuple[str, str]]:
        """The attributes whose values can be copied into `target`."""
        return [
            (code, attribute.label)
            for code, attribute in self.attributes.items()
            if attribute != target and can_copy(attribute, target)
        ]


def field_label(name: str) -> str:
    """What people call a field of the product."""
    if name == PRODUCT:
        return _("The whole product")
    return capfirst(str(own_field(Product, name).verbose_name))
