"""Edits that clash with what others wrote and wait for somebody's decision."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from catalog.products.models.product import Product
from catalog.revisions.models.offered_value import OfferedValue
from catalog.revisions.models.opened_form import OpenedForm
from catalog.revisions.queries.pending_changes import PendingChange, pending_changes_of


@dataclass(frozen=True, slots=True)
class Clashes:
    """What waits on one product: values that came past its draft, and edits that were sent."""

    pending_changes: list[PendingChange] = field(default_factory=list)
    edits: list[OpenedForm] = field(default_factory=list)

    @property
    def since(self) -> datetime | None:
        """When the first of them came."""
        times = [pending_change.at for pending_change in self.pending_changes] + [
            edit.used_at for edit in self.edits
        ]
        return min(times, default=None)


def clashing_products(*, of: User | None = None) -> QuerySet[Product]:
    """Products on which something waits; with `of`, only what this person is to decide."""
    pending_changes = OfferedValue.objects.waiting().filter(product=OuterRef("pk"))
    edits = OpenedForm.objects.filter(product=OuterRef("pk"), pending__isnull=False)
    if of is not None:
        pending_changes, edits = pending_changes.filter(editor=of), edits.filter(user=of)
    return Product.objects.filter(Exists(pending_changes) | Exists(edits))


def clashes_on(products: Collection[Product]) -> dict[int, Clashes]:
    """What waits on each of `products`, by key."""
    found = {product.pk: Clashes() for product in products}
    waiting = OfferedValue.objects.filter(product__in=found).waiting().order_by("pk")
    for key, pending_changes in pending_changes_of(waiting).items():
        found[key].pending_changes.extend(pending_changes)
    pending = OpenedForm.objects.filter(product__in=found, pending__isnull=False)
    for edit in pending.select_related("user").order_by("used_at"):
        found[edit.product_id].edits.append(edit)
    return found
