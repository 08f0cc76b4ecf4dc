"""The products of a bulk edit in review, a page at a time, with what was changed since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from psycopg.sql import SQL

from accounts.models import User
from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.bulk.queries.rows import patch_differences
from catalog.bulk.services.approvals.as_seen import changed_since_words, only_as_seen
from catalog.bulk.services.changes.comparison import compared_sql
from catalog.bulk.services.edits.stages import edit_proposal
from catalog.products.models.product import Product
from catalog.products.services.statements import fetch
from catalog.products.write_policy import may_publish
from catalog.revisions.queries.differences.comparing import Difference

ROWS_A_PAGE = 50
# Among so many candidates it is looked which were changed since; more are counted as "more".
MOST_COUNTED = 1_000

_REFUSED = "WITH {compared} SELECT key, reasons FROM compared WHERE outcome = 'refused'"


@dataclass(slots=True)
class BundleRow:
    """A product of a bulk edit in review: what it would become, and what stands in the way.

    `reasons` are those for which it would be left out now, `since` what others have changed of it.
    """

    product_id: int
    product: Product | None
    differences: list[Difference]
    reasons: Sequence[str] = ()
    since: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BundlePage:
    """A page of rows, and the key after which the next one begins; 0 where there is none."""

    rows: list[BundleRow]
    next_after: int


def bundle_page(
    change: BulkChange, user: User, *, which: str = "", sought: str = "", after: int = 0
) -> BundlePage:
    """A page of the rows that would change; of the "refused" or the "changed" since where asked."""
    rows = _rows(change, which)
    if sought:
        found = Product.objects.filter(Q(sku__icontains=sought) | Q(name__icontains=sought))
        rows = rows.filter(product_id__in=found.values("pk"))
    page = list(rows.filter(product_id__gt=after).order_by("product_id")[: ROWS_A_PAGE + 1])
    has_more, page = len(page) > ROWS_A_PAGE, page[:ROWS_A_PAGE]
    next_after = page[-1].product_id if has_more else 0
    if which == "refused":
        products = _products([row.product_id for row in page])
        return BundlePage([_refused(row, products) for row in page], next_after)
    shown = _judged(change, user, page)
    if which == "changed":
        shown = [row for row in shown if changed_since_words() in row.reasons]
    return BundlePage(shown, next_after)


def count_changed_since(change: BulkChange, user: User) -> tuple[int, bool]:
    """How many of the waiting products were changed since, and whether there may be more."""
    candidates = _rows(change, "changed").order_by("product_id")
    keys = list(candidates.values_list("product_id", flat=True)[: MOST_COUNTED + 1])
    found = refused_now(change, user, keys[:MOST_COUNTED])
    changed = [key for key, reasons in found.items() if changed_since_words() in reasons]
    return len(changed), len(keys) > MOST_COUNTED


def refused_now(
    change: BulkChange, user: User | None, product_ids: Collection[int]
) -> dict[int, list[str]]:
    """Which of these waiting products would be left out if `user` applied it now, and why."""
    if not product_ids:
        return {}
    proposal = edit_proposal(change, user=user, spares_published=not may_publish(user))
    compared = compared_sql(
        change,
        only_as_seen(change, proposal),
        first=min(product_ids),
        last=max(product_ids),
        only=list(product_ids),
    )
    return {key: reasons or [] for key, reasons in fetch(SQL(_REFUSED).format(compared=compared))}


def _rows(change: BulkChange, which: str) -> QuerySet[BulkChangeRow]:
    outcome = BulkChangeRow.Outcome
    if which == "refused":
        return change.rows.filter(outcome=outcome.REFUSED)
    rows = change.rows.filter(outcome=outcome.WAITING)
    if which == "changed":
        # Whoever writes a product says when; which of these are touched, the proposal says.
        untouched = Product.objects.filter(updated_at__lte=change.sent_at).exclude(
            latest_revision__created_at__gt=change.sent_at
        )
        rows = rows.exclude(product_id__in=untouched.values("pk"))
    return rows


def _products(keys: Collection[int]) -> dict[int, Product]:
    return Product.objects.select_related("brand").in_bulk(keys)


def _refused(row: BulkChangeRow, products: dict[int, Product]) -> BundleRow:
    return BundleRow(row.product_id, products.get(row.product_id), [], row.reasons)


def _judged(change: BulkChange, user: User, page: list[BulkChangeRow]) -> list[BundleRow]:
    keys = [row.product_id for row in page]
    products, refused = _products(keys), refused_now(change, user, keys)
    if any("additional_categories" in (row.before or {}) for row in page):
        prefetch_related_objects(list(products.values()), "additional_categories")
    pairs = [(row.before or {}, row.after or {}) for row in page]
    since = [
        (row.before or {}, _parts_now(products[row.product_id], row))
        if row.product_id in refused and row.product_id in products
        else ({}, {})
        for row in page
    ]
    differences = patch_differences([*pairs, *since])
    return [
        BundleRow(
            row.product_id,
            products.get(row.product_id),
            differences[place],
            refused.get(row.product_id, ()),
            differences[len(page) + place],
        )
        for place, row in enumerate(page)
    ]


def _parts_now(product: Product, row: BulkChangeRow) -> dict[str, Any]:
    """The parts that the row touches, as the product has them now."""
    before, after = row.before or {}, row.after or {}
    touched = {name: {**(before.get(name) or {}), **(after.get(name) or {})} for name in _DOCUMENTS}
    parts: dict[str, Any] = {
        "values": {k: product.values[k] for k in touched["values"] if k in product.values},
        "channel_values": {
            channel: {
                k: product.channel_values.get(channel, {})[k]
                for k in {**(before.get("channel_values") or {}).get(channel, {}), **codes}
                if k in product.channel_values.get(channel, {})
            }
            for channel, codes in touched["channel_values"].items()
        },
        "columns": {name: getattr(product, name) for name in touched["columns"]},
    }
    if "additional_categories" in before:
        keys = sorted(category.pk for category in product.additional_categories.all())
        parts["additional_categories"] = keys
    return parts


_DOCUMENTS = ("values", "channel_values", "columns")
