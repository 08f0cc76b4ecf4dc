"""Registry of uses of a channel's language, asked before the language is removed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.products.code_uses import holding_channel
from catalog.products.models import Product
from catalog.quality.models import Completeness
from catalog.schema.code_uses.descriptions import DescribedUse, describe_uses
from catalog.schema.code_uses.registry import CodeUse
from catalog.schema.models import Channel
from catalog.schema.queries.localizable import localizable_codes
from catalog.schema.queries.value_labels import language_name
from console.postgresql.json_paths import JsonPathExists
from console.signed_in import User

Find = Callable[[Channel, str], Iterable[CodeUse]]


_finders: list[Find] = []


def register_language_uses(find: Find) -> None:
    """Tell what is written for a channel in one of its languages; call it in `ready()`."""
    if find not in _finders:
        _finders.append(find)


@dataclass(frozen=True, slots=True)
class LanguageUse:
    """What a language is to a channel; `is_last` where no other channel speaks it."""

    name: str
    is_last: bool
    uses: list[DescribedUse]


def language_uses(channel: Channel, locales: Sequence[str], user: User) -> list[LanguageUse]:
    """The languages of `locales` in which there is something for the channel, and what."""
    found = []
    for locale in locales:
        others = Channel.objects.exclude(pk=channel.pk).filter(locales__contains=[locale])
        is_last = locale != settings.LANGUAGE_CODE and not others.exists()
        uses = [use for use in _uses(channel, locale, is_last) if use.is_probable()]
        if uses:
            found.append(LanguageUse(language_name(locale), is_last, describe_uses(uses, user)))
    return found


def _uses(channel: Channel, locale: str, is_last: bool) -> Iterator[CodeUse]:
    path = f'$."{channel.code}".keyvalue() ? (@.key == $codes[*]).value."{locale}"'
    codes = sorted(localizable_codes())
    own = Q(JsonPathExists("channel_values", path, {"codes": codes}))
    products = Product.objects.filter(holding_channel(channel.code)(""))
    nouns = (
        _("product with channel-specific values in this language"),
        _("products with channel-specific values in this language"),
    )
    yield CodeUse(nouns, products.filter(own))
    if is_last:
        path = f'$.keyvalue() ? (@.key == $codes[*]).value."{locale}"'
        nouns = (
            _("product with values in this language that would no longer be shown in forms"),
            _("products with values in this language that would no longer be shown in forms"),
        )
        localized = Q(JsonPathExists("values", path, {"codes": codes}))
        yield CodeUse(nouns, Product.objects.filter(localized))
    rows = Completeness.objects.filter(channel=channel, locale=locale)
    nouns = (
        _("product with completeness in this language"),
        _("products with completeness in this language"),
    )
    yield CodeUse(nouns, Product.objects.filter(pk__in=rows.values("product")))
    for find in _finders:
        yield from find(channel, locale)
