"""Where on a product each attribute value stands: one slot an input of the form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from catalog.attribute_types.addresses import ValueAddress
from catalog.products.models.product import Product
from catalog.products.stored_values import documents_of, write_value
from catalog.products.wagtail_admin.value_fields import offered_options
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.queries.value_labels import narrowed_label


@dataclass(frozen=True)
class ValueSlot:
    """One value of an attribute: the common one or a channel's own, in one language or in all."""

    attribute: Attribute
    channel: Channel | None = None
    locale: str = ""

    @property
    def name(self) -> str:
        """The name of the form field."""
        return self.address.input_name

    @property
    def address(self) -> ValueAddress:
        """Where the value stands."""
        return ValueAddress(
            self.attribute.code, self.locale, self.channel.code if self.channel else ""
        )

    @property
    def label(self) -> str:
        """The label of the form field, such as "Material (German, Web shop)"."""
        channel = self.channel.name if self.channel else ""
        return narrowed_label(self.attribute.label, self.locale, channel)

    def read(self, product: Product) -> Any:
        """The stored value, or None."""
        return self.address.read(documents_of(product))

    def write(self, product: Product, value: Any) -> None:
        """Store `value`; None, "" and [] remove it and leave no empty key behind."""
        write_value(product, self.address, value)


def family_attributes(family_id: int) -> QuerySet[Attribute]:
    """The attributes of a family in the family's order, with what their inputs need."""
    return (
        Attribute.objects.filter(family_attributes__family_id=family_id)
        .select_related("group")
        .prefetch_related(offered_options(), "columns")
        .order_by("group__sort_order", "group__label", "family_attributes__sort_order")
    )


def value_slots(
    attributes: Iterable[Attribute], channels: Sequence[Channel] | None = None
) -> list[ValueSlot]:
    """The slots of `attributes`: a language each where they differ in language, and so on."""
    channels = list(Channel.objects.all()) if channels is None else channels
    locales = content_locales(channels)
    return [slot for attribute in attributes for slot in _slots(attribute, channels, locales)]


def content_locales(channels: Iterable[Channel]) -> list[str]:
    """The site's own language, which stands in for the others, and those of the channels."""
    locales = (locale for channel in channels for locale in channel.locales)
    return list(dict.fromkeys([settings.LANGUAGE_CODE, *locales]))


def _slots(
    attribute: Attribute, channels: Sequence[Channel], locales: list[str]
) -> list[ValueSlot]:
    if not attribute.is_localizable:
        slots = [ValueSlot(attribute)]
        if attribute.is_per_channel:
            slots += [ValueSlot(attribute, channel) for channel in channels]
        return slots
    slots = [ValueSlot(attribute, None, locale) for locale in locales]
    if attribute.is_per_channel:
        slots += [
            ValueSlot(attribute, channel, locale)
            for channel in channels
            for locale in channel.locales
        ]
    return slots
