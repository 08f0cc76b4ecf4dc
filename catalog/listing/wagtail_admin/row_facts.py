"""What the rows of a page show beside the products, looked up for all of them at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from wagtail.models import Revision, WorkflowState

from catalog.attribute_types.base import Refers
from catalog.attribute_types.registry import attribute_type
from catalog.fitment.models.fitment import Fitment
from catalog.pricing.queries import resolve_prices
from catalog.products.models.asset_link import ProductAsset
from catalog.products.models.product import Product
from catalog.quality.models.completeness import Completeness
from catalog.schema.models.kinds import AssetRole
from catalog.schema.queries.labels import catalog_labels
from media_library.models import Asset

THUMBNAIL = "max-96x96"
# A key beyond it cannot be asked for.
LARGEST_KEY = 2**63 - 1


class Fact(StrEnum):
    """A thing to look up."""

    PICTURE = "picture"
    COMPLETENESS = "completeness"
    PRICE = "price"
    ASSETS = "assets"
    FITMENTS = "fitments"
    TITLES = "titles"


@dataclass(frozen=True, slots=True)
class Share:
    """How complete a product is for a channel; `detail` names each language."""

    percent: int
    detail: str


@dataclass
class RowFacts:
    """What was found, by product; `completeness` by product and channel.

    `titles` are those of the assets that are values, by the key as a text.
    """

    pictures: dict[int, Any] = field(default_factory=dict)
    completeness: dict[tuple[int, int], Share] = field(default_factory=dict)
    price: dict[int, str] = field(default_factory=dict)
    assets: dict[int, int] = field(default_factory=dict)
    fitments: dict[int, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def look_up(products: Sequence[Product], wanted: Collection[Fact]) -> None:
    """Give each product `facts`, in a query or two for each thing that is wanted."""
    keys = [product.pk for product in products]
    facts = RowFacts()
    if Fact.PICTURE in wanted:
        facts.pictures = _pictures(keys)
    if Fact.COMPLETENESS in wanted:
        facts.completeness = _completeness(keys)
    if Fact.PRICE in wanted:
        prices = resolve_prices(keys)
        facts.price = {key: price.text for key, price in prices.items()}
    if Fact.ASSETS in wanted:
        facts.assets = _counts(ProductAsset, keys)
    if Fact.FITMENTS in wanted:
        facts.fitments = _counts(Fitment, keys)
    if Fact.TITLES in wanted:
        facts.titles = _titles(products)
    for product in products:
        product.facts = facts


def look_up_states(products: Sequence[Product]) -> None:
    """What the status column shows of each; Wagtail's mixins would ask for every product."""
    scheduled, in_workflow = _scheduled_revisions(products), _active_workflows(products)
    for product in products:
        # These are the places where the mixins look first.
        product.__dict__["scheduled_revision"] = scheduled.get(str(product.pk))
        product._current_workflow_states = in_workflow[str(product.pk)]


def _pictures(keys: list[int]) -> dict[int, Any]:
    links = (
        ProductAsset.objects.filter(
            product_id__in=keys,
            role__in=AssetRole.objects.filter(is_main_picture=True).order_by().values("code"),
            asset__image__isnull=False,
        )
        .select_related("asset__image")
        .prefetch_related("asset__image__renditions")
        .order_by("product_id", "sort_order", "pk")
    )
    found: dict[int, Any] = {}
    for link in links:
        image = link.asset.image
        if image and link.product_id not in found:
            found[link.product_id] = image.get_rendition(THUMBNAIL)
    return found


def _completeness(keys: list[int]) -> dict[tuple[int, int], Share]:
    rows = Completeness.objects.filter(product_id__in=keys).order_by("locale")
    calculated = defaultdict(list)
    for row in rows:
        calculated[row.product_id, row.channel_id].append(row)
    return {key: _share(of_channel) for key, of_channel in calculated.items()}


def _share(rows: list[Completeness]) -> Share:
    required = sum(row.required for row in rows)
    missing = sum(len(row.missing) for row in rows)
    percent = (required - missing) * 100 // required if required else 100
    return Share(percent, ", ".join(f"{row.locale} {row.percent} %" for row in rows))


def _counts(model: Any, keys: list[int]) -> dict[int, int]:
    rows = model.objects.filter(product_id__in=keys).order_by().values("product_id")
    return dict(rows.annotate(found=Count("pk")).values_list("product_id", "found"))


def _titles(products: Sequence[Product]) -> dict[str, str]:
    codes = [
        code
        for code, attribute in catalog_labels().attributes.items()
        if attribute_type(attribute.type).refers_to == Refers.ASSET
    ]
    keys = {
        key
        for product in products
        for owner in (product, product.parent)
        for code in codes
        for key in _keys_in(owner.values.get(code) if owner else None)
    }
    found = Asset.objects.filter(pk__in=keys).values_list("pk", "title")
    return {str(key): title for key, title in found}


def _keys_in(value: Any) -> set[int]:
    """The keys of a value, which may have one for each language."""
    several = value.values() if isinstance(value, dict) else [value]
    return {one for one in several if isinstance(one, int) and 0 < one <= LARGEST_KEY}


def _of(products: Sequence[Product]) -> dict[str, Any]:
    """The condition that a row of Wagtail's tables is of one of `products`."""
    return {
        "base_content_type": ContentType.objects.get_for_model(Product),
        "object_id__in": [str(product.pk) for product in products],
    }


def _active_workflows(products: Sequence[Product]) -> dict[str, list[WorkflowState]]:
    found = defaultdict(list)
    active = WorkflowState.objects.active().select_related("current_task_state__task")
    for state in active.filter(**_of(products)):
        found[state.object_id].append(state)
    return found


def _scheduled_revisions(products: Sequence[Product]) -> dict[str, Revision]:
    revisions = Revision.objects.filter(approved_go_live_at__isnull=False, **_of(products)).defer(
        "content"
    )
    return {revision.object_id: revision for revision in revisions}
