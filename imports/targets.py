"""Import targets: what a column of a file can fill.

A target is a field of the exchange registry that is writable, so who adds one adds a field
(catalog/products/exchange_fields); `imports/checks` says how its cells become values.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.models import Attribute
from exchange.registry import Field, FieldContext, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that a column can fill: a column of the product, or a value of an attribute.

    `code` is what profiles store: "sku", "values.length", "values.length.unit", "values.title.de".
    `locale` is the language of a localizable value; `is_unit` marks the unit of a measure.
    """

    code: str
    label: str
    group: str
    attribute: Attribute | None = None
    locale: str = ""
    is_unit: bool = False


def import_targets() -> dict[str, Target]:
    """Every target by its code, as the catalog stands now (two queries more than its fields)."""
    attributes = {
        attribute.code: attribute for attribute in Attribute.objects.prefetch_related("columns")
    }
    writable = [field for field in fields(FieldContext()).values() if field.is_writable]
    return {target.code: target for field in writable for target in _targets_of(field, attributes)}


def _targets_of(field: Field, attributes: dict[str, Attribute]) -> Iterator[Target]:
    if not field.attribute:
        yield Target(code=field.code, label=field.label, group=field.group)
        return
    attribute = attributes.get(field.attribute)
    if attribute is None:
        return
    base = Target(
        code=field.code,
        label=field.label,
        group=field.group,
        attribute=attribute,
        is_unit=field.code == f"{ValueAddress(attribute.code)}.unit",
        locale=settings.LANGUAGE_CODE if attribute.is_localizable else "",
    )
    yield base
    if attribute.is_localizable and not base.is_unit:
        yield from _translations(base, attribute)


def _translations(base: Target, attribute: Attribute) -> Iterator[Target]:
    for locale, language in settings.LANGUAGES:
        yield Target(
            code=str(ValueAddress(attribute.code, locale)),
            label=_("%(field)s in %(language)s") % {"field": base.label, "language": language},
            group=base.group,
            attribute=attribute,
            locale=locale,
        )
