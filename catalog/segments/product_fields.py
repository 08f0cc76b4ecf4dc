"""The fields of a product's own columns and of the rows it points to."""

from collections.abc import Callable, Iterator

from django.db.models import BooleanField, F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.products.models.product import Product
from catalog.schema.models.brand import Brand
from catalog.schema.models.family import Family
from catalog.segments.choices import FixedChoices, RowChoices
from catalog.segments.conditions import not_blank, on_any, on_expression
from catalog.segments.registry import SegmentField, Text
from console.model_fields import own_field

TEXTS = ["part_number", "sku", "gtin", "name", "description"]
BOOLEANS = ["live", "has_unpublished_changes", "locked"]
MOMENTS = ["created_at", "updated_at", "first_published_at", "last_published_at"]


def column_fields() -> Iterator[SegmentField]:
    """What stands on the product itself."""
    for name in TEXTS:
        yield _column(name, "text", not_blank(F(name)))
    yield _column("status", "choice", F("status"), FixedChoices(lambda: Product.Status.choices))
    for name in BOOLEANS:
        yield _column(name, "boolean", F(name))
    yield _gtin_is_right()
    for name in MOMENTS:
        yield _day(name)
    yield from _pointers()
    # What a formula asks stands in the condition, so its compiler makes it.
    yield SegmentField("formula", _("Formula"), "formula", on_expression(Value(None)))


def _column(
    name: str, kind: str, expression: Combinable, choices: FixedChoices | None = None
) -> SegmentField:
    compared = _same(expression)
    condition = on_any(compared)
    return SegmentField(name, _label(name), kind, condition, choices=choices, expressions=compared)


def _gtin_is_right() -> SegmentField:
    """Whether the GTIN has the right check digit; neither yes nor no where there is none."""
    right = Func(not_blank(F("gtin")), function="catalog_is_gtin", output_field=BooleanField())
    return SegmentField("gtin_is_right", _("GTIN is valid"), "boolean", on_expression(right))


def _day(name: str) -> SegmentField:
    """The day of a moment; dates of attributes are ISO texts, so others compare with such."""
    day = TruncDate(name)
    condition = on_expression(day)
    return SegmentField(
        name, _label(name), "date", condition, expressions=_same(Cast(day, TextField()))
    )


def _label(name: str) -> Text:
    return capfirst(own_field(Product, name).verbose_name)


def _same(expression: Combinable) -> Callable[..., list[Combinable]]:
    return lambda scope: [expression]


def _pointers() -> Iterator[SegmentField]:
    yield SegmentField(
        "brand",
        _("Brand"),
        "choice",
        on_expression(F("brand__name")),
        choices=RowChoices(Brand.objects.order_by, "name", "name"),
    )
    yield SegmentField(
        "family",
        _("Family"),
        "choice",
        on_expression(F("family__code")),
        choices=RowChoices(Family.objects.order_by, "code", "label"),
    )
    yield SegmentField(
        "parent",
        _("Variant of"),
        "choice",
        on_expression(F("parent__sku")),
        choices=product_choices(),
    )


def product_choices() -> RowChoices:
    """Products by their SKU."""
    rows = Product.objects.select_related("brand").annotate(
        shown=Concat(F("sku"), Value(" – "), F("name"))
    )
    return RowChoices(lambda: rows.order_by("sku"), "sku", "shown")
