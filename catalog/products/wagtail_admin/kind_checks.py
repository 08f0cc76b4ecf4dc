"""Form checks of kinds that depend on the parts of products."""

from collections.abc import Mapping
from typing import Any

from catalog.products.models.relation import ProductRelation
from catalog.products.queries.constraint_messages import KIND_KEEPS_CIRCLES
from catalog.schema.models.kinds import RelationKind
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit

_ONE_WAY = ("is_supersession", "is_component")


def check_circles(kind: RelationKind, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse to forbid circles where relations may run in one.

    Where it has to look, nobody else writes relations until the transaction of the form ends.
    """
    begun = [name for name in _ONE_WAY if cleaned.get(name) and not getattr(kind, name)]
    if not kind.pk or not begun:
        return {}
    lock_until_commit(AdvisoryLock.RELATION_KINDS)
    if not ProductRelation.objects.filter(kind=kind.code).exists():
        return {}
    return dict.fromkeys(begun, str(KIND_KEEPS_CIRCLES))
