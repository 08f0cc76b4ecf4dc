"""The kinds that editors own, as pages and forms name them."""

from dataclasses import dataclass

from django.utils.translation import get_language

from catalog.schema.models.kinds import AssetRole, Kind, PackageLevel, RelationKind
from catalog.schema.queries.cache import cached_until_the_catalog_changes


def kind_labels(model: type[Kind]) -> dict[str, str]:
    """The labels of the rows in the active language, by code and in their order."""
    return _all_labels()[model]


# One entry a language, so that many languages do not push each other out.
@cached_until_the_catalog_changes()
def _all_labels() -> dict[type[Kind], dict[str, str]]:
    language = get_language() or ""
    return {
        model: {
            code: labels.get(language) or label
            for code, label, labels in model._default_manager.values_list("code", "label", "labels")
        }
        for model in (RelationKind, AssetRole, PackageLevel)
    }


def package_levels() -> list[tuple[str, str]]:
    """The levels of packing as choices."""
    return list(kind_labels(PackageLevel).items())


def first_package_level() -> str:
    """The level that a new package has: the first one."""
    return next(iter(kind_labels(PackageLevel)), "")


@dataclass(frozen=True, slots=True)
class RelationLabel:
    """A kind of relation as pages show it; `reverse` is the heading on the other product's page.

    Of a kind that holds in both directions it is the same one.
    """

    label: str
    reverse: str
    is_one_way: bool
    is_supersession: bool
    is_symmetric: bool


@cached_until_the_catalog_changes()
def relation_labels() -> dict[str, RelationLabel]:
    """The kinds of relations in the active language, by code and in their order."""
    language = get_language() or ""
    found = {}
    for kind in RelationKind.objects.all():
        label = kind.labels.get(language) or kind.label
        reverse = kind.reverse_labels.get(language) or kind.reverse_label
        found[kind.code] = RelationLabel(
            label=label,
            reverse=label if kind.is_symmetric else reverse,
            is_one_way=kind.is_one_way,
            is_supersession=kind.is_supersession,
            is_symmetric=kind.is_symmetric,
        )
    return found


def relation_kinds() -> list[tuple[str, str]]:
    """The kinds of relations as choices."""
    return list(kind_labels(RelationKind).items())


# The codes of the roles in which a picture comes first.
MAIN_PICTURES = "(SELECT code FROM catalog_assetrole WHERE is_main_picture)"


def asset_roles() -> list[tuple[str, str]]:
    """The roles of assets as choices."""
    return list(kind_labels(AssetRole).items())


@cached_until_the_catalog_changes()
def usual_asset_role() -> str:
    """The role that a new link has: the first that is not the main picture's."""
    roles = AssetRole.objects.filter(is_main_picture=False)
    return roles.values_list("code", flat=True).first() or ""
