"""Products, and drafts of products, whose values hold a code.

Equality asks the documents, which their indexes answer; what no index answers (any value of an
attribute, a cell of a table) is asked by whether there is one, which ends with the first.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import attribute_type, type_codes
from catalog.products.models.product import Product
from catalog.products.stored_values import holds_any
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption
from catalog.schema.models.channel import Channel
from catalog.schema.models.units import Unit
from catalog.schema.queries.conditions import any_of
from console.draft_uses import waiting_with
from console.postgresql.json_paths import JsonPathExists

# What holds for records whose documents stand behind a prefix: "" for products themselves,
# "content__" for versions.
Held = Callable[[str], Q]


def values_with(code: Code) -> Iterator[CodeUse]:
    """The products with a value that holds the code, and the drafts of others that do."""
    held = _holding(code)
    if held is None:
        return
    products = Product.objects.filter(held(""))
    drafts = waiting_with(Product, lambda column: held(f"{column}__"))
    drafts = drafts.exclude(pk__in=products.values("pk"))
    if isinstance(code.record, Product):
        products = products.exclude(pk=code.record.pk)
        drafts = drafts.exclude(pk=code.record.pk)
    nouns = _("product"), _("products")
    yield CodeUse(nouns, products, is_value=True, condition=_condition(code))
    yield CodeUse((_("product draft"), _("product drafts")), drafts, is_value=True)


def _condition(code: Code) -> dict[str, str] | None:
    if isinstance(code.record, AttributeOption):
        field = str(ValueAddress(code.record.attribute.code))
    elif isinstance(code.record, Channel):
        field = "own_values"
    else:
        return None
    return {"field": field, "operator": "is", "value": code.text}


def _holding(code: Code) -> Held | None:
    if channel := code.record_as(Channel, "code"):
        return holding_channel(channel.code)
    if attribute := code.record_as(Attribute, "code"):
        return holding_attribute(attribute.code)
    if column := code.record_as(AttributeColumn, "code"):
        return _holding_cell(column)
    of_values = _in_values(code)
    return holding_value(*of_values) if of_values else None


def _in_values(code: Code) -> tuple[list[Attribute], Any] | None:
    """What values of which attributes hold of the code."""
    if product := code.record_as(Product, "sku"):
        return list(_naming_products()), product.sku
    if option := code.record_as(AttributeOption, "code"):
        return [option.attribute], option.code
    if unit := code.record_as(Unit, "code"):
        return _measured_like(unit), {"unit": unit.code}
    return None


def _measured_like(unit: Unit) -> list[Attribute]:
    """The attributes whose values may have the unit."""
    symbols = Unit.objects.filter(family=unit.family_id).values("code")
    measured = Attribute.objects.filter(type__in=type_codes(has_units=True), unit__in=symbols)
    return list(measured)


def holding_value(attributes: Sequence[Attribute], text: Any) -> Held:
    """That a value of one of the attributes is `text`, or has it among its answers."""
    values = [{one.code: shape} for one in attributes for shape in _shapes(one, text)]
    own = [{channel: value} for channel in _channels() for value in values] if values else []

    def held(prefix: str) -> Q:
        return any_of(
            [Q(**{f"{prefix}values__contains": value}) for value in values]
            + [_own(prefix, "contains", value) for value in own]
        )

    return held


def named_by_sku_sql() -> Composable:
    """That another product's value is the SKU of the row `product`: `holding_value` for a set.

    Drafts are not asked; one that names a product which is gone is refused when it is published.
    """
    references = list(_naming_products())
    sku = SQL("product.sku")
    values = [{one.code: shape} for one in references for shape in _shapes(one, sku)]
    own = [{channel: value} for channel in _channels() for value in values]
    if not values:
        return SQL("false")
    named = [SQL("other.values @> {}").format(_document(value)) for value in values]
    named += [
        SQL("other.channel_values <> '{{}}' AND other.channel_values @> {}").format(_document(one))
        for one in own
    ]
    return SQL(
        "EXISTS (SELECT FROM catalog_product AS other WHERE other.id <> product.id AND ({}))"
    ).format(SQL(" OR ").join(named))


def _document(shape: Any) -> Composable:
    """The JSON of a shape whose innermost value is SQL."""
    if not isinstance(shape, dict):
        return shape
    pairs = ((Literal(key), _document(inner)) for key, inner in shape.items())
    return SQL("jsonb_build_object({})").format(
        SQL(", ").join(SQL("{}, {}").format(*pair) for pair in pairs)
    )


def _naming_products() -> QuerySet[Attribute]:
    return Attribute.objects.filter(type__in=type_codes(refers_to=Refers.PRODUCT))


def _shapes(attribute: Attribute, text: Any) -> list[Any]:
    """How a value holds `text`: by itself or among others, in a language or in all."""
    # Whether the attribute is localizable by now says nothing of values that were stored before.
    plain = [text, [text]] if attribute_type(attribute.type).has_options else [text]
    return plain + [{locale: one} for locale, _name in settings.LANGUAGES for one in plain]


def _channels() -> list[str]:
    return list(Channel.objects.values_list("code", flat=True))


def _own(prefix: str, lookup: str, value: Any) -> Q:
    return _of_channels(prefix, Q(**{f"{prefix}channel_values__{lookup}": value}))


def _of_channels(prefix: str, held: Q) -> Q:
    """What holds for values by channel; the index of products knows those that have any."""
    return held if prefix else ~Q(channel_values={}) & held


def holding_channel(code: str) -> Held:
    """That there are values of its own for the channel."""
    return lambda prefix: _own(prefix, "has_key", code)


def holding_attribute(code: str) -> Held:
    """That there is a value of the attribute, a channel's own included."""
    channels = _channels()

    def held(prefix: str) -> Q:
        return any_of(
            [holds_any([code], prefix=prefix)]
            + [_of_channels(prefix, holds_any([code], one, prefix=prefix)) for one in channels]
        )

    return held


def _holding_cell(column: AttributeColumn) -> Held:
    table, cell = column.attribute.code, column.code

    def held(prefix: str) -> Q:
        path = f'$."{table}"[*]."{cell}"'
        if prefix:
            return Q(JsonPathExists(prefix.removesuffix("__"), f"$.values{path[1:]}", {}))
        return Q(values__has_key=table) & Q(JsonPathExists("values", path, {}))

    return held
