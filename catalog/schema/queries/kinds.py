"""The kinds that editors own, as pages and forms name them."""

from django.utils.translation import get_language

from catalog.schema.models.kinds import Kind, PackageLevel
from catalog.schema.queries.cache import cached_until_the_catalog_changes


@cached_until_the_catalog_changes()
def kind_labels(model: type[Kind]) -> dict[str, str]:
    """The labels of the rows in the active language, by code and in their order."""
    language = get_language() or ""
    rows = model._default_manager.values_list("code", "label", "labels")
    return {code: labels.get(language) or label for code, label, labels in rows}


def package_levels() -> list[tuple[str, str]]:
    """The levels of packing as choices."""
    return list(kind_labels(PackageLevel).items())


def first_package_level() -> str:
    """The level that a new package has: the first one."""
    return next(iter(kind_labels(PackageLevel)), "")
