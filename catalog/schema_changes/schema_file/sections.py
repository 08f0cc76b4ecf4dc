"""What stands in the file: one section a kind of record, one entry a record, found by its code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from catalog.schema.models.attribute import (
    Attribute,
    AttributeColumn,
    AttributeGroup,
    AttributeOption,
)
from catalog.schema.models.category import Category
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import Family, FamilyAttribute
from catalog.schema.models.kinds import AssetRole, Kind, PackageLevel, RelationKind
from catalog.schema.models.units import Unit, UnitFamily
from catalog.segments.models import Segment

Entry = dict[str, Any]
CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
# The codes of the trade are capitals.
TRADE_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
# A unit is known by its symbol.
SYMBOL = re.compile(r"\S+( \S+)*")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an entry: what kind of value it has, and which one where it is left out.

    `kind` is text, integer, number, boolean, labels, texts (a list), code (of another entry),
    filter, or children; `children` are the keys of each of these, beside their code.
    """

    name: str
    kind: str = "text"
    default: Any = ""
    is_required: bool = False
    children: tuple["Key", ...] = ()

    @property
    def empty(self) -> Any:
        """A default of its own, as lists and objects are changed by whoever gets them."""
        return self.default() if callable(self.default) else self.default


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of record in the file; `load` reads all entries as they are, in a stable order.

    `codes` is what their codes look like.
    """

    name: str
    model: type[models.Model]
    keys: tuple[Key, ...]
    load: Callable[[], Iterator[Entry]] = field(repr=False)
    codes: re.Pattern[str] = CODE


LABEL = Key("label", is_required=True)
LABELS = Key("labels", "labels", dict)
ORDER = Key("sort_order", "integer", 0)

_KIND = (LABEL, LABELS, Key("standard_code"), ORDER)
_OPTION = (LABEL, LABELS)
_COLUMN = (LABEL, LABELS, Key("type", default="text"), Key("unit"))
_MEMBER = (Key("required_for", "texts", list), Key("is_variant_axis", "boolean", False))


def plain(instance: models.Model, keys: tuple[Key, ...]) -> Entry:
    """The values of an instance's own columns."""
    entry: Entry = {}
    for key in keys:
        if key.kind not in ("code", "children"):
            value = getattr(instance, key.name)
            entry[key.name] = f"{value.normalize():f}" if isinstance(value, Decimal) else value
    return entry


def _groups() -> Iterator[Entry]:
    for group in AttributeGroup.objects.order_by("code"):
        yield {"code": group.code, **plain(group, GROUPS.keys)}


def _package_levels() -> Iterator[Entry]:
    yield from _kinds(PackageLevel, PACKAGE_LEVELS)


def _relation_kinds() -> Iterator[Entry]:
    yield from _kinds(RelationKind, RELATION_KINDS)


def _asset_roles() -> Iterator[Entry]:
    yield from _kinds(AssetRole, ASSET_ROLES)


def _kinds(model: type[Kind], section: Section) -> Iterator[Entry]:
    for kind in model._default_manager.order_by("code"):
        yield {"code": kind.code, **plain(kind, section.keys)}


def _unit_families() -> Iterator[Entry]:
    for family in UnitFamily.objects.order_by("code"):
        yield {"code": family.code, **plain(family, UNIT_FAMILIES.keys)}


def _units() -> Iterator[Entry]:
    for unit in Unit.objects.select_related("family").order_by("code"):
        yield {"code": unit.code, **plain(unit, UNITS.keys), "family": unit.family.code}


def _attributes() -> Iterator[Entry]:
    options: dict[int, list[Entry]] = {}
    for option in AttributeOption.objects.order_by("attribute_id", "sort_order", "label", "pk"):
        entry = {"code": option.code, **plain(option, _OPTION)}
        options.setdefault(option.attribute_id, []).append(entry)
    columns: dict[int, list[Entry]] = {}
    for column in AttributeColumn.objects.order_by("attribute_id", "sort_order", "pk"):
        entry = {"code": column.code, **plain(column, _COLUMN)}
        columns.setdefault(column.attribute_id, []).append(entry)
    for attribute in Attribute.objects.select_related("group").order_by("code"):
        yield {
            "code": attribute.code,
            **plain(attribute, ATTRIBUTES.keys),
            "group": attribute.group.code,
            "options": options.get(attribute.pk, []),
            "columns": columns.get(attribute.pk, []),
        }


def _categories() -> Iterator[Entry]:
    by_path: dict[str, str] = {}
    for category in Category.objects.order_by("path"):
        by_path[category.path] = category.code
        parent = by_path.get(category.path[: -Category.steplen])
        yield {"code": category.code, **plain(category, CATEGORIES.keys), "parent": parent}


def _channels() -> Iterator[Entry]:
    for channel in Channel.objects.select_related("category_root").order_by("code"):
        root = channel.category_root
        yield {
            "code": channel.code,
            **plain(channel, CHANNELS.keys),
            "category_root": root and root.code,
        }


def _families() -> Iterator[Entry]:
    members: dict[int, list[Entry]] = {}
    links = FamilyAttribute.objects.select_related("attribute").prefetch_related("required_for")
    for link in links.order_by("family_id", "sort_order", "pk"):
        entry = {
            "code": link.attribute.code,
            "required_for": sorted(channel.code for channel in link.required_for.all()),
            "is_variant_axis": link.is_variant_axis,
        }
        members.setdefault(link.family_id, []).append(entry)
    for family in Family.objects.order_by("code"):
        yield {
            "code": family.code,
            **plain(family, FAMILIES.keys),
            "attributes": members.get(family.pk, []),
        }


def _segments() -> Iterator[Entry]:
    # Somebody's own view is nobody else's, and goes nowhere else.
    for segment in Segment.objects.shared().order_by("code"):
        yield {"code": segment.code, **plain(segment, SEGMENTS.keys)}


GROUPS = Section("attribute_groups", AttributeGroup, (LABEL, LABELS, ORDER), _groups)
PACKAGE_LEVELS = Section("package_levels", PackageLevel, _KIND, _package_levels, TRADE_CODE)
ASSET_ROLES = Section(
    "asset_roles", AssetRole, (*_KIND, Key("is_main_picture", "boolean", False)), _asset_roles
)
RELATION_KINDS = Section(
    "relation_kinds",
    RelationKind,
    (
        *_KIND,
        Key("is_supersession", "boolean", False),
        Key("is_component", "boolean", False),
        Key("is_symmetric", "boolean", False),
        Key("reverse_label"),
        Key("reverse_labels", "labels", dict),
    ),
    _relation_kinds,
)
UNIT_FAMILIES = Section("unit_families", UnitFamily, (LABEL, LABELS, ORDER), _unit_families)
UNITS = Section(
    "units",
    Unit,
    (
        LABEL,
        LABELS,
        Key("family", "code", is_required=True),
        Key("factor", default="1"),
        Key("shift", default="0"),
        Key("spellings", "texts", list),
        Key("standard_code"),
        ORDER,
    ),
    _units,
    SYMBOL,
)
ATTRIBUTES = Section(
    "attributes",
    Attribute,
    (
        LABEL,
        LABELS,
        Key("type", default="text"),
        Key("group", "code", is_required=True),
        ORDER,
        Key("help_text"),
        Key("unit"),
        Key("minimum", "number", None),
        Key("maximum", "number", None),
        Key("decimal_places", "integer", None),
        Key("min_length", "integer", None),
        Key("max_length", "integer", None),
        Key("pattern"),
        Key("earliest"),
        Key("latest"),
        Key("min_items", "integer", None),
        Key("max_items", "integer", None),
        Key("url_schemes", "texts", lambda: ["https", "http"]),
        *(
            Key(f"is_{flag}", "boolean", False)
            for flag in (
                "unique",
                "localizable",
                "per_channel",
                "facet",
                "searchable",
                "sortable",
                "comparable",
            )
        ),
        Key("options", "children", list, children=_OPTION),
        Key("columns", "children", list, children=_COLUMN),
    ),
    _attributes,
)
CATEGORIES = Section(
    "categories",
    Category,
    (
        Key("name", is_required=True),
        LABELS,
        Key("slug", is_required=True),
        Key("description"),
        Key("parent", "code", None),
    ),
    _categories,
)
CHANNELS = Section(
    "channels",
    Channel,
    (
        Key("name", is_required=True),
        Key("locales", "texts", list, is_required=True),
        Key("currency", default="USD"),
        Key("category_root", "code", None),
        Key("required_asset_roles", "texts", list),
    ),
    _channels,
)
FAMILIES = Section(
    "families",
    Family,
    (LABEL, LABELS, Key("part_type"), Key("attributes", "children", list, children=_MEMBER)),
    _families,
)
SEGMENTS = Section(
    "segments",
    Segment,
    (Key("name", is_required=True), Key("description"), Key("filter", "filter", dict)),
    _segments,
)
# In the order in which they depend on each other.
SECTIONS = (
    RELATION_KINDS,
    ASSET_ROLES,
    PACKAGE_LEVELS,
    UNIT_FAMILIES,
    UNITS,
    GROUPS,
    ATTRIBUTES,
    CATEGORIES,
    CHANNELS,
    FAMILIES,
    SEGMENTS,
)
