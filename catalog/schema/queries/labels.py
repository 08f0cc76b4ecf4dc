"""The labels of the catalog in the visitor's language: categories, brands, attributes, families."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import get_language

from catalog.attribute_types.registry import attribute_type
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption
from catalog.schema.models.brand import Brand
from catalog.schema.models.category import Category
from catalog.schema.models.family import Family, FamilyAttribute
from catalog.schema.queries.cache import cached_until_the_catalog_changes
from catalog.schema.queries.site_channel import site_channel_code

STEP = Category.steplen


@dataclass(frozen=True, slots=True)
class CategoryLabel:
    """A category as pages show it; `path` begins with the path of its parent."""

    id: int
    path: str
    name: str
    slug: str
    url: str
    description: str

    @property
    def parent_path(self) -> str:
        """Path of the parent, empty for a root."""
        return self.path[:-STEP]


@dataclass(frozen=True, slots=True)
class BrandLabel:
    """A brand as pages show it."""

    id: int
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class ColumnLabel:
    """A column of a table attribute as pages show it; its unit stands in the label."""

    code: str
    label: str
    type: str = "text"
    unit: str = ""
    options: dict[str, str] = field(default_factory=dict)
    columns: tuple["ColumnLabel", ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeLabel:
    """An attribute as pages show it, with the labels of its options by code."""

    code: str
    label: str
    type: str
    unit: str
    group: str
    is_localizable: bool
    is_per_channel: bool
    is_facet: bool
    is_comparable: bool
    is_sortable: bool
    options: dict[str, str]
    columns: tuple[ColumnLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyLabel:
    """A family as pages show it: the codes of its attributes in order, and what variants differ in.

    `axes` are the codes of the attributes in which its variants differ. `facts` are the attributes
    that tell a product from its neighbours, best first: comparable ones, then the others in order.
    """

    id: int
    label: str
    attributes: tuple[str, ...]
    axes: tuple[str, ...] = ()
    facts: tuple[AttributeLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogLabels:
    """Every label a catalog page needs; attributes stand in the order of their groups.

    `site_channel` is the code of the channel whose values the site shows; empty for none.
    """

    categories: dict[int, CategoryLabel]
    brands: dict[int, BrandLabel]
    attributes: dict[str, AttributeLabel]
    families: dict[int, FamilyLabel]
    site_channel: str = ""
    category_by_slug: dict[str, CategoryLabel] = field(default_factory=dict)
    category_by_path: dict[str, CategoryLabel] = field(default_factory=dict)
    children: dict[str, list[CategoryLabel]] = field(default_factory=dict)
    brand_by_slug: dict[str, BrandLabel] = field(default_factory=dict)

    def ancestors(self, category: CategoryLabel) -> list[CategoryLabel]:
        """The categories above `category`, the root first."""
        paths = [category.path[:end] for end in range(STEP, len(category.path), STEP)]
        return [self.category_by_path[path] for path in paths if path in self.category_by_path]


@cached_until_the_catalog_changes()
def catalog_labels() -> CatalogLabels:
    """The labels of the catalog in the active language. Eight queries when the catalog changed."""
    language = get_language() or ""
    attributes = _attributes(language)
    words = CatalogLabels(
        categories=_categories(language),
        brands={
            row[0]: BrandLabel(*row)
            for row in Brand.objects.order_by("name").values_list("id", "name", "slug")
        },
        attributes=attributes,
        families=_families(language, attributes),
        site_channel=site_channel_code(),
    )
    for category in words.categories.values():
        words.category_by_slug[category.slug] = category
        words.category_by_path[category.path] = category
        words.children.setdefault(category.parent_path, []).append(category)
    words.brand_by_slug.update((brand.slug, brand) for brand in words.brands.values())
    return words


def _categories(language: str) -> dict[int, CategoryLabel]:
    rows = Category.objects.order_by("path").values_list(
        "id", "path", "name", "labels", "slug", "description"
    )
    return {
        key: CategoryLabel(
            id=key,
            path=path,
            name=labels.get(language) or name,
            slug=slug,
            url=reverse("catalog:category", args=[slug]),
            description=description,
        )
        for key, path, name, labels, slug, description in rows
    }


def _attributes(language: str) -> dict[str, AttributeLabel]:
    options: dict[int, dict[str, str]] = {}
    for attribute_id, code, label, labels in AttributeOption.objects.order_by(
        "attribute_id", "sort_order", "label"
    ).values_list("attribute_id", "code", "label", "labels"):
        options.setdefault(attribute_id, {})[code] = labels.get(language) or label
    return {
        attribute.code: AttributeLabel(
            code=attribute.code,
            label=attribute.labels.get(language) or attribute.label,
            type=attribute.type,
            unit=attribute.unit,
            group=attribute.group.labels.get(language) or attribute.group.label,
            is_localizable=attribute.is_localizable,
            is_per_channel=attribute.is_per_channel,
            is_facet=attribute.is_facet,
            is_comparable=attribute.is_comparable,
            is_sortable=attribute.is_sortable,
            options=options.get(attribute.pk, {}),
            columns=tuple(_column(column, language) for column in attribute.columns.all()),
        )
        for attribute in Attribute.objects.select_related("group").prefetch_related("columns")
    }


def _column(column: AttributeColumn, language: str) -> ColumnLabel:
    label = column.labels.get(language) or column.label
    label = f"{label} ({column.unit})" if column.unit else label
    return ColumnLabel(column.code, label, column.type)


def _families(language: str, attributes: dict[str, AttributeLabel]) -> dict[int, FamilyLabel]:
    codes: dict[int, list[str]] = {}
    axes: dict[int, list[str]] = {}
    for family_id, code, is_axis in FamilyAttribute.objects.order_by(
        "family_id", "sort_order"
    ).values_list("family_id", "attribute__code", "is_variant_axis"):
        codes.setdefault(family_id, []).append(code)
        if is_axis:
            axes.setdefault(family_id, []).append(code)
    return {
        key: FamilyLabel(
            id=key,
            label=labels.get(language) or label,
            attributes=tuple(codes.get(key, ())),
            axes=tuple(axes.get(key, ())),
            facts=_facts(attributes[code] for code in codes.get(key, ())),
        )
        for key, label, labels in Family.objects.values_list("id", "label", "labels")
    }


def _facts(attributes: Iterable[AttributeLabel]) -> tuple[AttributeLabel, ...]:
    short = (attribute for attribute in attributes if attribute_type(attribute.type).is_fact)
    return tuple(sorted(short, key=lambda attribute: not attribute.is_comparable))
