"""The columns that a person can choose for the product listing.

They follow from the model: the product's own fields, the completeness of every channel, and every
attribute, in each language where it has several.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn

from catalog.attribute_types.base import Comparison, Refers
from catalog.attribute_types.holding import resolve
from catalog.attribute_types.markup import text_of
from catalog.attribute_types.registry import attribute_type
from catalog.listing.queries.ordering import ValueOrder, value_orders
from catalog.listing.wagtail_admin.row_facts import Fact
from catalog.products.models.product import Product
from catalog.schema.models.channel import Channel
from catalog.schema.queries.labels import AttributeLabel, catalog_labels
from catalog.schema.queries.value_text import value_text

COMPLETENESS = "completeness."
# The title of each row; it is always there.
TITLE = "part_number"
MOST_COLUMNS = 40
LONGEST_CELL = 120

_PRODUCT, _PARTS, _COMPLETENESS = _("Product"), _("Parts of the product"), _("Completeness")


@dataclass(frozen=True)
class ListingColumn:
    """A column that can be chosen.

    `order` is the name of its order in `product_orders`, `fact` what has to be looked up for a page
    of products, `attribute` and `locale` say which value it shows.
    """

    name: str
    label: Any
    group: Any
    make: Callable[["ListingColumn"], Column]
    order: str = ""
    fact: Fact | None = None
    attribute: AttributeLabel | None = None
    locale: str = ""
    channel: int = 0

    def column(self) -> Column:
        """The column of Wagtail's table."""
        return self.make(self)


class ValueColumn(Column):
    """A cell that may be edited in its place."""

    cell_template_name = "catalog/listing/cell.html"
    is_editable = False

    def __init__(self, listed: ListingColumn, read: Callable[[Product], Any], **kwargs: Any):
        super().__init__(
            listed.name, label=listed.label, accessor=read, sort_key=listed.order, **kwargs
        )
        self.listed = listed

    def get_cell_context_data(self, instance: Product, parent_context: dict) -> dict[str, Any]:
        """What stands in the cell, by which a change that somebody else makes is known."""
        context = super().get_cell_context_data(instance, parent_context)
        if self.is_editable:
            context["seen"] = json.dumps(_as_stored(instance, self.listed))
        return context


class PictureColumn(Column):
    """The main picture of the product."""

    cell_template_name = "catalog/listing/thumbnail_cell.html"


class CompletenessColumn(Column):
    """A bar with the share of what a channel needs, over its languages."""

    cell_template_name = "catalog/listing/completeness_cell.html"


def _text(read: Callable[[Product], Any]) -> Callable[[ListingColumn], Column]:
    return lambda listed: ValueColumn(listed, read)


def _day(listed: ListingColumn) -> Column:
    return DateColumn(listed.name, label=listed.label, sort_key=listed.order)


def _state(listed: ListingColumn) -> Column:
    return LiveStatusTagColumn(label=listed.label, sort_key=None)


def _picture(listed: ListingColumn) -> Column:
    return PictureColumn(
        listed.name,
        label=listed.label,
        accessor=lambda product: product.facts.pictures.get(product.pk),
        width="4rem",
    )


def _completeness(listed: ListingColumn) -> Column:
    return CompletenessColumn(
        listed.name,
        label=listed.label,
        accessor=lambda product: product.facts.completeness.get((product.pk, listed.channel)),
        width="8rem",
    )


def _value(listed: ListingColumn) -> Column:
    return ValueColumn(listed, lambda product: shown_value(product, listed))


def shown_value(product: Product, listed: ListingColumn) -> str:
    """The value of the column's attribute in words; a variant's that of its parent, if need be."""
    if listed.attribute is None:
        return ""
    held = resolve(listed.attribute, [product, product.parent], locales=[listed.locale])
    text = value_text(listed.attribute, held.value) if held else ""
    kind = attribute_type(listed.attribute.type)
    if kind.comparison == Comparison.MARKUP:
        text = text_of(text)
    if kind.refers_to == Refers.ASSET:
        text = product.facts.titles.get(text, text)
    return Truncator(text).chars(LONGEST_CELL)


def stored_value(values: dict, listed: ListingColumn) -> Any:
    """What stands in a product's values for the column."""
    stored = (values or {}).get(listed.attribute.code)
    if listed.locale:
        return stored.get(listed.locale) if isinstance(stored, dict) else None
    return stored


def _as_stored(product: Product, listed: ListingColumn) -> Any:
    """The product's own value, not in words."""
    if listed.attribute:
        return stored_value(product.values, listed)
    return getattr(product, listed.name)


def own_columns() -> list[ListingColumn]:
    """The product's own fields, and what hangs on it."""
    return [
        ListingColumn("picture", _("Picture"), _PRODUCT, _picture, fact=Fact.PICTURE),
        ListingColumn("brand", _("Brand"), _PRODUCT, _text(lambda p: p.brand), "brand"),
        ListingColumn("name", _("Name"), _PRODUCT, _text(lambda p: p.name), "name"),
        ListingColumn("sku", _("SKU"), _PRODUCT, _text(lambda p: p.sku), "sku"),
        ListingColumn("gtin", _("GTIN"), _PRODUCT, _text(lambda p: p.gtin)),
        ListingColumn("family", _("Family"), _PRODUCT, _text(lambda p: p.family)),
        ListingColumn("category", _("Main category"), _PRODUCT, _text(lambda p: p.category or "")),
        ListingColumn("status", _("Life cycle"), _PRODUCT, _text(Product.get_status_display)),
        ListingColumn(
            "description",
            _("Description"),
            _PRODUCT,
            _text(lambda p: Truncator(p.description).chars(LONGEST_CELL)),
        ),
        ListingColumn("parent", _("Variant of"), _PRODUCT, _text(lambda p: p.parent or "")),
        ListingColumn("created_at", _("Created"), _PRODUCT, _day, "created_at"),
        ListingColumn("updated_at", _("Updated"), _PRODUCT, _day, "updated_at"),
        ListingColumn("state", _("Status"), _PRODUCT, _state),
        _counted("price", _("List price"), Fact.PRICE),
        _counted("assets", _("Number of assets"), Fact.ASSETS),
        _counted("fitments", _("Number of fitments"), Fact.FITMENTS),
    ]


def _counted(name: str, label: Any, fact: Fact) -> ListingColumn:
    def read(product: Product) -> Any:
        return getattr(product.facts, name).get(product.pk, "")

    return ListingColumn(name, label, _PARTS, _text(read), fact=fact)


def _channel_columns() -> Iterator[ListingColumn]:
    for channel in Channel.objects.order_by("name"):
        yield ListingColumn(
            f"{COMPLETENESS}{channel.code}",
            _("Complete for %(channel)s") % {"channel": channel.name},
            _COMPLETENESS,
            _completeness,
            fact=Fact.COMPLETENESS,
            channel=channel.pk,
        )


def _attribute_columns() -> Iterator[ListingColumn]:
    orders = value_orders()
    for attribute in catalog_labels().attributes.values():
        languages = settings.LANGUAGES if attribute.is_localizable else [("", "")]
        refers_to = attribute_type(attribute.type).refers_to
        for code, language in languages:
            order = ValueOrder(attribute, code)
            yield ListingColumn(
                order.name,
                f"{attribute.label} ({language})" if language else attribute.label,
                attribute.group,
                _value,
                order=order.name if order.name in orders else "",
                fact=Fact.TITLES if refers_to == Refers.ASSET else None,
                attribute=attribute,
                locale=code,
            )


def listing_columns() -> dict[str, ListingColumn]:
    """Every column that can be chosen, by name, as the schema is now."""
    found = [*own_columns(), *_channel_columns(), *_attribute_columns()]
    return {column.name: column for column in found}


def default_columns(known: dict[str, ListingColumn]) -> list[str]:
    """What a person sees who has chosen nothing."""
    channels = [name for name in known if name.startswith(COMPLETENESS)][:2]
    return ["picture", "name", "brand", "sku", "family", "status", *channels, "updated_at", "state"]


def chosen_columns(names: Sequence[Any], known: dict[str, ListingColumn]) -> list[ListingColumn]:
    """The columns of `names`, each once and those that exist; the default where none is left."""
    texts = [name for name in names if isinstance(name, str)]
    chosen = [name for name in dict.fromkeys(texts) if name in known][:MOST_COLUMNS]
    return [known[name] for name in chosen or default_columns(known)]


SIMPLE_FIELDS = {"name", "status", "gtin"}


def is_simple(listed: ListingColumn) -> bool:
    """Whether the column's cells can be edited in their place."""
    if listed.attribute:
        return attribute_type(listed.attribute.type).is_edited_in_lists
    return listed.name in SIMPLE_FIELDS
