"""Names that people write, and the keys they stand for."""

from collections.abc import Iterable, Iterator

from psycopg.sql import SQL, Composable, Literal
from psycopg.types.json import Jsonb

from catalog.models import Attribute, Brand, Category, Family, Product

PATH_SEPARATOR = " > "


class Lookup:
    """A table from names to keys. Names that stand for several keys are left out as ambiguous.

    Names of an earlier kind win over later ones, so that a code is never hidden by a label.
    """

    def __init__(self, *kinds: Iterable[tuple[str, str | int]]) -> None:
        self.keys: dict[str, str] = {}
        for names in kinds:
            self._add(names)

    def _add(self, names: Iterable[tuple[str, str | int]]) -> None:
        found: dict[str, set[str]] = {}
        for name, key in names:
            if name:
                for spelling in {name.strip(), name.strip().lower()}:
                    found.setdefault(spelling, set()).add(str(key))
        for spelling, keys in found.items():
            if len(keys) == 1:
                self.keys.setdefault(spelling, keys.pop())

    def sql(self, text: Composable) -> Composable:
        """SQL of the key of `text` as text, NULL when it is not known."""
        table = Literal(Jsonb(self.keys))
        return SQL("coalesce({0} ->> {1}, {0} ->> lower({1}))").format(table, text)


def brand_lookup() -> Lookup:
    """Brands by name, AAIA brand ID and slug."""
    rows = list(Brand.objects.values_list("pk", "name", "aaia_id", "slug"))
    return Lookup(*([(row[part], row[0]) for row in rows] for part in (1, 2, 3)))


def family_lookup() -> Lookup:
    """Families by code and by label in any language."""
    rows = list(Family.objects.values_list("pk", "code", "label", "labels"))
    return Lookup(
        [(code, pk) for pk, code, _label, _labels in rows],
        [(name, pk) for pk, _code, label, labels in rows for name in (label, *labels.values())],
    )


def category_lookup() -> Lookup:
    """Categories by code, slug, path of names ("Brakes > Pads"), and name in any language."""
    rows = list(Category.objects.values_list("pk", "code", "slug", "name", "labels", "path"))
    return Lookup(
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


def status_lookup() -> Lookup:
    """Life-cycle states by code and label."""
    choices = Product.Status.choices
    return Lookup(
        [(code, code) for code, _label in choices],
        [(str(label), code) for code, label in choices],
    )


def option_lookup(attribute: Attribute) -> Lookup:
    """The options of a choice attribute by code and by label in any language."""
    options = list(attribute.options.all())
    return Lookup(
        [(option.code, option.code) for option in options],
        [
            (label, option.code)
            for option in options
            for label in (option.label, *option.labels.values())
        ],
    )
