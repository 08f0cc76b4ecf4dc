"""How complete the catalog is, by channel and language, and within one by family and brand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from catalog.attribute_types.addresses import ValueAddress
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.brand import Brand
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import Family
from catalog.schema.queries.kinds import asset_roles

# So many results take seconds to add up, so it is done again only after LARGE_COUNTS_SECONDS.
LARGE_NUMBER = 100_000
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
    """The targets, and one of them in detail, the least complete parts first.

    `counted_at` tells when they were counted, if that was not just now.
    """

    targets: list[Target]
    chosen: Target | None
    families: list[Part]
    brands: list[Part]
    missing: list[Missing]
    counted_at: datetime | None = None


class _Counted(NamedTuple):
    """The rows of a statement that counts, and when it did unless just now."""

    rows: list[tuple]
    at: datetime | None


def completeness_report(*, channel: str = "", locale: str = "") -> CompletenessReport:
    """The report, in detail for a channel and language; the first where it is not there."""
    sums, summed_at = _counted("catalog.completeness.sums", _SUMS, may_be_kept=_is_large)
    channels = Channel.objects.in_bulk()
    targets = [
        Target(channels[key], locale, Part("", {}, *counts))
        for key, locale, family, brand, *counts in sums
        if family is None and brand is None and key in channels
    ]
    targets.sort(key=lambda target: (target.channel.name, target.locale))
    asked = [one for one in targets if (one.channel.code, one.locale) == (channel, locale)]
    chosen = next(iter(asked or targets), None)
    if chosen is None:
        return CompletenessReport([], None, [], [], [])
    within = [row for row in sums if row[:2] == (chosen.channel.pk, chosen.locale)]
    is_large = _is_large(sums)
    lacking, lacking_at = _counted(
        f"catalog.completeness.missing.{chosen.channel.pk}.{chosen.locale}",
        _MISSING,
        [chosen.channel.pk, chosen.locale, MOST],
        may_be_kept=lambda _rows: is_large,
    )
    return CompletenessReport(
        targets,
        chosen,
        _parts(within, 2, "family", Family.objects.values_list("pk", "code", "label")),
        _parts(within, 3, "brand", Brand.objects.values_list("pk", "name", "name")),
        _missing(chosen, lacking),
        counted_at=min(filter(None, [summed_at, lacking_at]), default=None),
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


def _missing(target: Target, lacking: list[tuple]) -> list[Missing]:
    attributes = Attribute.objects.values_list("code", "label")
    labels = {str(ValueAddress(code)): label for code, label in attributes}
    labels |= {f"asset.{role}": label for role, label in asset_roles()}
    return [
        Missing(labels.get(thing, thing), target.condition("missing", "in", [thing]), count)
        for thing, count in lacking
    ]


def _is_large(sums: list[tuple]) -> bool:
    """Whether they are over so many results that adding up takes long."""
    totals = [row[4] for row in sums if row[2] is None and row[3] is None]
    return sum(totals) >= LARGE_NUMBER


def _counted(
    key: str,
    statement: str,
    parameters: Sequence[Any] | None = None,
    *,
    may_be_kept: Callable[[list[tuple]], bool],
) -> _Counted:
    """What the statement counts, or counted a while ago if that may be kept."""
    kept = cache.get(key)
    if kept is not None:
        return kept
    at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    if may_be_kept(rows):
        cache.set(key, _Counted(rows, at), settings.LARGE_COUNTS_SECONDS)
    return _Counted(rows, None)
