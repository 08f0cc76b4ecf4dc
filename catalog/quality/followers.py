"""What the catalog recalculates when something changed."""

from collections.abc import Sequence

from audit.followers import Change
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.quality.services.checking import check_products
from catalog.quality.services.completeness import recalculate_completeness
from catalog.quality.services.completeness_updates import recalculate_families
from catalog.quality.services.scheduling import check_soon, reconsider_stopped
from catalog.schema.models.family import Family
from catalog.schema.models.kinds import AssetRole


def follow_completeness(changes: Sequence[Change]) -> None:
    """Recalculate the completeness of every product that the changes may concern.

    A changed family, attribute or channel concerns the products that have it; where these are
    many, a job does it. Safe to repeat.
    """
    required = _required_parts()
    products = {
        change.entity_id
        for change in changes
        if change.entity == "catalog.product" and change.part in required
    }
    if products:
        recalculate_completeness(product_ids=sorted(products))
    if any(change.entity == "catalog.channel" for change in changes):
        recalculate_families(families=None)
    elif families := _families(changes):
        recalculate_families(families=families)


def follow_quality(changes: Sequence[Change]) -> None:
    """Hold the quality rules against what changed: products, the rules, or what rules ask for."""
    by_entity: dict[str, set[int]] = {}
    for change in changes:
        by_entity.setdefault(change.entity, set()).add(change.entity_id)
    products = by_entity.pop("catalog.product", set())
    rules = by_entity.pop("catalog.qualityrule", set())
    if by_entity.pop("catalog.attribute", None):
        reconsider_stopped()
    if by_entity:
        check_soon()
    elif rules:
        check_soon(rules=rules)
    if products:
        # A variant has what its parent has.
        variants = Product.objects.filter(parent__in=products).values_list("pk", flat=True)
        check_products(product_ids=sorted(products.union(variants)))


def _required_parts() -> set[str]:
    """What a channel can require: the values of the product itself, and its assets in a role."""
    return {"", *(part.name for part in product_parts().values() if AssetRole in part.kinds)}


def _families(changes: Sequence[Change]) -> set[int]:
    changed = {change.entity_id for change in changes if change.entity == "catalog.family"}
    attributes = {change.entity_id for change in changes if change.entity == "catalog.attribute"}
    if attributes:
        having = Family.objects.filter(family_attributes__attribute__in=attributes)
        changed |= set(having.values_list("pk", flat=True))
    return changed
