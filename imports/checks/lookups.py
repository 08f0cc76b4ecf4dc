"""The names by which files name records of the catalog."""

from collections.abc import Iterator

from catalog.models import Brand, Category, Family, Product
from catalog.schema.queries.names import Names

PATH_SEPARATOR = " > "


def brand_lookup() -> Names:
    """Brands by name, AAIA brand ID and slug."""
    rows = list(Brand.objects.values_list("pk", "name", "aaia_id", "slug"))
    return Names(
        [(name, pk) for pk, name, _aaia_id, _slug in rows],
        [(aaia_id, pk) for pk, _name, aaia_id, _slug in rows],
        [(slug, pk) for pk, _name, _aaia_id, slug in rows],
    )


def family_lookup() -> Names:
    """Families by code and by label in any language."""
    rows = list(Family.objects.values_list("pk", "code", "label", "labels"))
    return Names(
        [(code, pk) for pk, code, _label, _labels in rows],
        [(name, pk) for pk, _code, label, labels in rows for name in (label, *labels.values())],
    )


def category_lookup() -> Names:
    """Categories by code, slug, path of names ("Brakes > Pads"), and name in any language."""
    rows = list(Category.objects.values_list("pk", "code", "slug", "name", "labels", "path"))
    return Names(
        [(row[1], row[0]) for row in rows],
        [(row[2], row[0]) for row in rows],
        _category_paths({row[5]: (row[0], row[3]) for row in rows}),
        [(name, row[0]) for row in rows for name in (row[3], *row[4].values())],
    )


def _category_paths(nodes: dict[str, tuple[int, str]]) -> Iterator[tuple[str, int]]:
    step = Category.steplen
    for path, (pk, _name) in nodes.items():
        above = (path[:length] for length in range(step, len(path) + step, step))
        yield PATH_SEPARATOR.join(nodes[part][1] for part in above if part in nodes), pk


def status_lookup() -> Names:
    """Life-cycle states by code and label."""
    choices = Product.Status.choices
    return Names(
        [(code, code) for code, _label in choices],
        [(str(label), code) for code, label in choices],
    )
