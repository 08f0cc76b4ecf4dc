"""The fields of what belongs to a product: categories, segments, assets, relations."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.package import Package
from catalog.products.models.product import Product
from catalog.products.models.relation import Interchange, ProductRelation
from catalog.schema.models.category import Category
from catalog.schema.models.channel import Channel
from catalog.schema.models.kinds import AssetRole, PackageLevel, RelationKind
from catalog.schema.queries.conditions import any_of
from catalog.schema.queries.kinds import asset_roles, package_levels, relation_kinds
from catalog.segments.choices import FixedChoices, RowChoices
from catalog.segments.conditions import listed, on_number_of_rows, on_rows
from catalog.segments.models import Segment
from catalog.segments.product_fields import product_choices
from catalog.segments.registry import Parameter, SegmentField
from catalog.segments.scope import Scope

PARTS = _("Parts of the product")


def relation_fields() -> Iterator[SegmentField]:
    """What can be asked of the rows that belong to a product."""
    yield from _places()
    yield from _counts()
    yield from _relations()


def channel_parameter() -> Parameter:
    """The channel of a value."""
    channels = RowChoices(Channel.objects.order_by, "code", "name")
    return Parameter("channel", _("Channel"), _("any channel"), channels)


def _places() -> Iterator[SegmentField]:
    yield SegmentField(
        "category",
        _("Category and below"),
        "choice",
        _in_category,
        choices=FixedChoices(_category_tree, names=(Category, "code")),
    )
    yield SegmentField(
        "segment",
        _("In segment"),
        "presence",
        _in_segment,
        choices=RowChoices(Segment.objects.shared, "code", "name"),
        named_filters=_filters_of_segments,
    )
    yield SegmentField(
        "own_values",
        _("Has channel-specific values for"),
        "presence",
        _has_own_values,
        choices=RowChoices(Channel.objects.order_by, "code", "name"),
    )
    yield SegmentField(
        "asset_role",
        _("Has asset with role"),
        "presence",
        _has_asset,
        group=PARTS,
        choices=FixedChoices(asset_roles, names=(AssetRole, "code")),
    )


def _category_tree() -> list[tuple[str, str]]:
    """Each category behind the names of those above it."""
    above: list[str] = []
    found = []
    for code, name, depth in Category.objects.values_list("code", "name", "depth"):
        above[depth - 1 :] = [name]
        found.append((code, " › ".join(above)))
    return found


def _in_category(operator: str, value: Any, scope: Scope) -> Q:
    """In a category or below it, by the main or a further category."""
    if operator == "not_empty":
        return Q(category__isnull=False)
    chosen = Category.objects.filter(code__in=listed(operator, value))
    below = any_of([Q(path__startswith=path) for path in chosen.values_list("path", flat=True)])
    inside = Category.objects.filter(below).order_by().values("pk")
    further = Product.additional_categories.through.objects.filter(category__in=inside)
    return Q(category__in=inside) | Q(pk__in=further.values("product_id"))


def _in_segment(operator: str, value: Any, scope: Scope) -> Q:
    return any_of([scope.filter.compile_segment(code) for code in listed(operator, value)])


def _filters_of_segments() -> Iterator[tuple[str, tuple[Any, ...]]]:
    for code, found in Segment.objects.values_list("code", "filter"):
        yield code, (found,)


def _has_own_values(operator: str, value: Any, scope: Scope) -> Q:
    """A channel's own values, which most products do not have: the index holds those that do."""
    some = ~Q(channel_values={})
    if operator == "not_empty":
        return some
    return some & Q(channel_values__has_any_keys=listed(operator, value))


def _has_asset(operator: str, value: Any, scope: Scope) -> Q:
    links = ProductAsset.objects.filter(role__in=listed(operator, value)).order_by()
    return Q(pk__in=links.values("product_id"))


def _counts() -> Iterator[SegmentField]:
    roles = FixedChoices(asset_roles, names=(AssetRole, "code"))
    in_role = Parameter("role", _("Role"), _("any role"), roles)
    levels = FixedChoices(package_levels, names=(PackageLevel, "code"))
    of_level = Parameter("level", _("Level"), _("any level"), levels)
    counted = [
        ("assets", _("Number of assets"), _assets, (in_role,)),
        ("packages", _("Number of packages"), _packages, (of_level,)),
        ("interchanges", _("Number of interchanges"), lambda scope: Interchange.objects.all(), ()),
    ]
    for name, label, rows, parameters in counted:
        condition = on_number_of_rows(rows)
        yield SegmentField(name, label, "count", condition, PARTS, parameters=parameters)
    variants = on_number_of_rows(lambda scope: Product.objects.all(), owner="parent_id")
    yield SegmentField("variants", _("Number of variants"), "count", variants, PARTS)
    yield SegmentField(
        "interchange",
        _("Interchange number"),
        "text",
        on_rows(lambda scope: Interchange.objects.all(), F("number")),
        PARTS,
    )


def _assets(scope: Scope) -> QuerySet:
    role = scope.parameter("role")
    return ProductAsset.objects.filter(role=role) if role else ProductAsset.objects.all()


def _packages(scope: Scope) -> QuerySet:
    level = scope.parameter("level")
    return Package.objects.filter(level=level) if level else Package.objects.all()


def _relations() -> Iterator[SegmentField]:
    kinds = FixedChoices(relation_kinds, names=(RelationKind, "code"))
    of_kind = (Parameter("relation", _("Relation"), _("any relation"), kinds),)
    group = _("Relations")
    yield SegmentField(
        "relations",
        _("Number of relations"),
        "count",
        on_number_of_rows(_related),
        group,
        parameters=of_kind,
    )
    yield SegmentField(
        "related_from",
        _("Number of products related to it"),
        "count",
        on_number_of_rows(_related, owner="target_id"),
        group,
        parameters=of_kind,
    )
    yield SegmentField(
        "related_to",
        _("Relates to product"),
        "choice",
        on_rows(_related, F("target__sku")),
        group,
        parameters=of_kind,
        choices=product_choices(),
    )


def _related(scope: Scope) -> QuerySet:
    kind = scope.parameter("relation")
    return ProductRelation.objects.filter(kind=kind) if kind else ProductRelation.objects.all()
