"""Where on a product each attribute value stands: one slot an input of the form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext

from catalog.products.models.product import Product
from catalog.products.wagtail_admin.value_fields import offered_options
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel


@dataclass(frozen=True)
class ValueSlot:
    """One value of an attribute: the common one or a channel's own, in one language or in all."""

    attribute: Attribute
    channel: Channel | None = None
    locale: str = ""

    @property
    def name(self) -> str:
        """The name of the form field; codes hold no dash, so names cannot clash."""
        channel = self.channel.code if self.channel else ""
        return "-".join(filter(None, ["values", channel, self.locale, self.attribute.code]))

    @property
    def label(self) -> str:
        """The label of the form field, such as "Material (German, Web shop)"."""
        language = language_name(self.locale) if self.locale else ""
        narrower = ", ".join(filter(None, [language, self.channel and self.channel.name]))
        return f"{self.attribute.label} ({narrower})" if narrower else self.attribute.label

    def read(self, product: Product) -> Any:
        """The stored value, or None."""
        value = self._container(product).get(self.attribute.code)
        if self.locale:
            return value.get(self.locale) if isinstance(value, dict) else None
        return value

    def write(self, product: Product, value: Any) -> None:
        """Store `value`; None, "" and [] remove it and leave no empty key behind."""
        container, code = self._container(product), self.attribute.code
        if self.locale:
            by_locale = container.get(code)
            value = _replaced(by_locale if isinstance(by_locale, dict) else {}, self.locale, value)
        container = _replaced(container, code, value)
        if self.channel is None:
            product.values = container
        else:
            product.channel_values = _replaced(product.channel_values, self.channel.code, container)

    def _container(self, product: Product) -> dict:
        if self.channel is None:
            return product.values or {}
        return (product.channel_values or {}).get(self.channel.code) or {}


def _replaced(container: dict, key: str, value: Any) -> dict:
    """A copy of `container` with `value` at `key`, or without the key where there is no value."""
    rest = {name: kept for name, kept in container.items() if name != key}
    return rest if value in (None, "", [], {}) else {**container, key: value}


def language_name(locale: str) -> str:
    """The name of a language in the language of the reader."""
    return gettext(str(dict(settings.LANGUAGES).get(locale, locale)))


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
    """The slots of `attributes`: a language each where they differ by language, and so on."""
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
