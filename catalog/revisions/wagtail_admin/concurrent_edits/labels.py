"""Names what was edited in the words of the form."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.products.models.product import Product
from catalog.revisions.queries.differences.comparing import (
    FURTHER_CATEGORIES,
    part_of_path,
    split_path,
)
from catalog.revisions.queries.differences.parts import part_label
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from console.model_fields import own_field


def labels_of(paths: Iterable[str], hidden_parts: Collection[str] = ()) -> list[str]:
    """A label for each path, such as "Title (German)"; parts are named once."""
    attributes = dict(Attribute.objects.values_list("code", "label"))
    channels = dict(Channel.objects.values_list("code", "name"))
    labels = [
        _label(path, attributes, channels)
        for path in paths
        if part_of_path(path) not in hidden_parts
    ]
    return list(dict.fromkeys(labels))


def _label(path: str, attributes: dict[str, str], channels: dict[str, str]) -> str:
    if part := part_of_path(path):
        return part_label(part)
    if path == FURTHER_CATEGORIES:
        return _("Further categories")
    if "." not in path:
        return capfirst(str(own_field(Product, path).verbose_name))
    channel, code, locale = split_path(path)
    languages = dict(settings.LANGUAGES)
    narrower = [str(languages.get(locale, locale)), channels.get(channel, channel)]
    text = ", ".join(filter(None, narrower))
    label = attributes.get(code, code)
    return f"{label} ({text})" if text else label
