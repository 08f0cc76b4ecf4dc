"""What the value at an address is called, such as "Title (German, Web shop)"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from django.conf import settings
from django.utils.translation import gettext

from catalog.attribute_types.addresses import ValueAddress
from catalog.schema.models.channel import Channel
from catalog.schema.queries.labels import AttributeLabel, catalog_labels


@dataclass(frozen=True, slots=True)
class ValueLabels:
    """The words for addresses of values, in the language of the reader; read once for many."""

    attributes: Mapping[str, AttributeLabel]
    channels: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        """Those of the schema as it is now; one query where it was read before."""
        channels = dict(Channel.objects.order_by().values_list("code", "name"))
        return cls(catalog_labels().attributes, channels)

    def label(self, address: ValueAddress) -> str:
        """The attribute, with the language and the channel where the value has them."""
        attribute = self.attributes.get(address.code)
        return narrowed_label(
            attribute.label if attribute else address.code,
            address.locale,
            self.channels.get(address.channel, address.channel),
        )


def narrowed_label(label: str, locale: str, channel: str) -> str:
    """The label of an attribute with what narrows the value: a language, the name of a channel."""
    narrower = ", ".join(filter(None, [language_name(locale) if locale else "", channel]))
    return f"{label} ({narrower})" if narrower else label


def language_name(locale: str) -> str:
    """The name of a language in the language of the reader."""
    return gettext(str(dict(settings.LANGUAGES).get(locale, locale)))
