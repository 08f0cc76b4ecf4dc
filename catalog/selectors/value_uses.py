"""Which products name an asset or another product as the value of an attribute."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from catalog.models import Attribute, Channel, Product
from console.draft_uses import waiting_with
from console.references import Use
from media_library.models import Asset

Type = Attribute.Type


def values_naming(model: type[Model], keys: Sequence[Any]) -> Iterator[Use]:
    """The products of which a value, in any language and for any channel, is one of the records."""
    if model is Asset:
        said, kind = list(keys), Type.ASSET
    elif model is Product:
        said = list(Product.objects.filter(pk__in=keys).values_list("sku", flat=True))
        kind = Type.PRODUCT
    else:
        return
    codes = Attribute.objects.filter(type=kind).values_list("code", flat=True)
    labels = (_("attribute values"), _("attribute values by channel"), _("unpublished draft"))
    found = products_saying(said, codes=list(codes))
    for label, products in zip(labels, found, strict=False):
        # What names itself does not stand in its own way.
        yield Use(products.exclude(pk__in=keys) if model is Product else products, label)


def products_saying(said: Collection[Any], *, codes: Collection[str]) -> tuple[QuerySet, ...]:
    """The products of which an attribute in `codes` says one of `said`, in three parts.

    By their own values, which an index answers, by those for channels, and by a version that may
    be published next.
    """
    if not codes or not said:
        return ()
    in_languages = [{locale: one} for one in said for locale, _name in settings.LANGUAGES]
    values = [{code: one} for code in codes for one in (*said, *in_languages)]
    channels = Channel.objects.values_list("code", flat=True)
    own = [{channel: one} for channel in channels for one in values]

    def in_version(column: str) -> Q:
        return _holds(f"{column}__values", values) | _holds(f"{column}__channel_values", own)

    return (
        Product.objects.filter(_holds("values", values)),
        Product.objects.exclude(channel_values={}).filter(_holds("channel_values", own)),
        waiting_with(Product, in_version),
    )


def _holds(column: str, parts: Collection[dict]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        found |= Q(**{f"{column}__contains": part})
    return found
