"""How complete the catalog is, by channel and language, and within one by family and brand."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection

from catalog.models import Attribute, Brand, Channel, Family, ProductAsset

# A large catalog takes seconds to add up, so it is done again only after a while.
KEPT_SECONDS = 300
SLOW_SECONDS = 0.5
MOST = 15

_SUMS = """
SELECT c.channel_id, c.locale, p.family_id, p.brand_id, count(*) AS products,
    count(*) FILTER (WHERE c.percent = 100) AS complete, floor(avg(c.percent))::integer AS percent
FROM catalog_completeness c JOIN catalog_product p ON p.id = c.product_id
GROUP BY GROUPING SETS ((c.channel_id, c.locale), (c.channel_id, c.locale, p.family_id),
    (c.channel_id, c.locale, p.brand_id))
"""

_MISSING = """
SELECT thing, count(*) FROM catalog_completeness, unnest(missing) AS thing
WHERE channel_id = %s AND locale = %s GROUP BY thing ORDER BY count(*) DESC, thing LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Some products: how many there are, how many are complete, and the average percent.

    `condition` is how the filter language asks for them.
    """

    label: str
    condition: dict[str, Any]
    products: int
    complete: int
    percent: int

    @property
    def incomplete(self) -> int:
        """How many lack something."""
        return self.products - self.complete


@dataclass(frozen=True, slots=True)
class Target:
    """A channel in a language."""

    channel: Channel
    locale: str
    total: Part

    @property
    def incomplete(self) -> dict[str, Any]:
        """The condition that a product lacks something for it."""
        return self.condition("completeness", "lt", 100)

    def condition(self, field: str, operator: str, value: Any) -> dict[str, Any]:
        """A condition on what completeness knows of this channel and language."""
        asked = {"field": field, "operator": operator, "value": value}
        return asked | {"channel": self.channel.code, "language": self.locale}


@dataclass(frozen=True, slots=True)
class Missing:
    """A thing that products lack, and how many do; `condition` asks for these."""

    label: str
    condition: dict[str, Any]
    products: int


@dataclass(frozen=True, slots=True)
class CompletenessReport:
    """The targets, and one of them in detail, the least complete parts first."""

    targets: list[Target]
    chosen: Target | None
    families: list[Part]
    brands: list[Part]
    missing: list[Missing]


def completeness_report(*, channel: str = "", locale: str = "") -> CompletenessReport:
    """The report, in detail for a channel and language; the first where it is not there."""
    sums = _kept("catalog.completeness.sums", _rows(_SUMS))
    channels = Channel.objects.in_bulk()
    targets = [
        Target(channels[key], spoken, Part("", {}, *counts))
        for key, spoken, family, brand, *counts in sums
        if family is None and brand is None and key in channels
    ]
    targets.sort(key=lambda target: (target.channel.name, target.locale))
    asked = [one for one in targets if (one.channel.code, one.locale) == (channel, locale)]
    chosen = next(iter(asked or targets), None)
    if chosen is None:
        return CompletenessReport([], None, [], [], [])
    within = [row for row in sums if row[:2] == (chosen.channel.pk, chosen.locale)]
    return CompletenessReport(
        targets,
        chosen,
        _parts(within, 2, "family", Family.objects.values_list("pk", "code", "label")),
        _parts(within, 3, "brand", Brand.objects.values_list("pk", "name", "name")),
        _missing(chosen),
    )


def _parts(rows: list[tuple], column: int, field: str, named: Iterable[tuple]) -> list[Part]:
    """The sums of each family or brand: those of `column`, `named` by key, value and label."""
    names = {key: (value, label) for key, value, label in named}
    parts = []
    for row in rows:
        if row[column] in names:
            value, label = names[row[column]]
            condition = {"field": field, "operator": "in", "value": [value]}
            parts.append(Part(label, condition, *row[4:]))
    return sorted(parts, key=lambda part: (part.percent, -part.products, part.label))


def _missing(target: Target) -> list[Missing]:
    key = f"catalog.completeness.missing.{target.channel.pk}.{target.locale}"
    found = _kept(key, _rows(_MISSING, target.channel.pk, target.locale, MOST))
    attributes = Attribute.objects.values_list("code", "label")
    labels = {f"values.{code}": label for code, label in attributes}
    labels |= {f"asset.{role}": str(label) for role, label in ProductAsset.Role.choices}
    return [
        Missing(labels.get(thing, thing), target.condition("missing", "in", [thing]), count)
        for thing, count in found
    ]


def _rows(statement: str, *parameters: Any) -> Callable[[], list[tuple]]:
    def fetch() -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            return cursor.fetchall()

    return fetch


def _kept(key: str, make: Callable[[], list[tuple]]) -> list[tuple]:
    """What `make` returns; kept for a while where it is slow."""
    found = cache.get(key)
    if found is None:
        begin = time.monotonic()
        found = make()
        if time.monotonic() - begin > SLOW_SECONDS:
            cache.set(key, found, KEPT_SECONDS)
    return found
