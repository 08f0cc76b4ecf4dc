"""What the catalog recalculates when something changed."""

from collections.abc import Sequence

from audit.followers import Change
from catalog.models import Family
from catalog.services.completeness import recalculate_completeness
from catalog.services.completeness_following import recalculate_families

# Parts of a product that no channel can require.
_IRRELEVANT_PARTS = frozenset({"prices", "fitments", "relations", "interchanges", "packages"})


def follow_completeness(changes: Sequence[Change]) -> None:
    """Recalculate the completeness of every product that the changes may concern.

    A changed family, attribute or channel concerns the products that have it; where these are
    many, a job does it. Safe to repeat.
    """
    products = {
        change.entity_id
        for change in changes
        if change.entity == "catalog.product" and change.part not in _IRRELEVANT_PARTS
    }
    if products:
        recalculate_completeness(product_ids=sorted(products))
    if any(change.entity == "catalog.channel" for change in changes):
        recalculate_families(families=None)
    elif families := _families(changes):
        recalculate_families(families=families)


def _families(changes: Sequence[Change]) -> set[int]:
    changed = {change.entity_id for change in changes if change.entity == "catalog.family"}
    attributes = {change.entity_id for change in changes if change.entity == "catalog.attribute"}
    if attributes:
        having = Family.objects.filter(family_attributes__attribute__in=attributes)
        changed |= set(having.values_list("pk", flat=True))
    return changed
