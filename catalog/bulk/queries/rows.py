"""Reads of recorded changes of many products."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.bulk.models import BulkChange, BulkChangeRow
from catalog.products.models.product import Product
from catalog.revisions.queries.differences.comparing import Difference, differences_of_pairs
from catalog.schema.queries.value_labels import ValueLabels

LEFT_ALONE = [BulkChangeRow.Outcome.REFUSED, BulkChangeRow.Outcome.CONFLICT]
_FIELDS = {field.attname: field for field in Product._meta.concrete_fields}


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A product that a change or its undo left as it was, and why, for people."""

    product_id: int
    sku: str
    outcome: str
    reasons: list[str]


def left_rows(change: BulkChange, limit: int | None = None) -> Iterator[LeftRow]:
    """The products that were refused, and those that an undo left because they changed since."""
    rows: QuerySet[BulkChangeRow] = change.rows.filter(outcome__in=LEFT_ALONE)
    sku = Product.objects.filter(pk=OuterRef("product_id")).values("sku")
    found = rows.order_by("product_id").annotate(sku=Subquery(sku))
    labels = ValueLabels.load()
    values = found.values_list("product_id", "sku", "outcome", "reasons")
    for key, known, outcome, reasons in values[:limit] if limit else values.iterator():
        texts = list(reasons)
        if outcome == BulkChangeRow.Outcome.CONFLICT:
            texts = [_part_label(part, labels) for part in reasons]
        yield LeftRow(key, known or _("(deleted)"), outcome, texts)


def patch_differences(
    patches: Sequence[tuple[dict[str, Any], dict[str, Any]]],
) -> list[list[Difference]]:
    """What pairs of touched parts (see `BulkChangeRow`) say, in words."""
    return differences_of_pairs([(_content(before), _content(after)) for before, after in patches])


def _content(parts: dict[str, Any]) -> dict[str, Any]:
    """Touched parts as a revision writes them."""
    content = {_FIELDS[name].name: value for name, value in (parts.get("columns") or {}).items()}
    content |= {name: parts.get(name) or {} for name in ("values", "channel_values")}
    if "additional_categories" in parts:
        content["additional_categories"] = parts["additional_categories"]
    return content


def _part_label(part: str, labels: ValueLabels) -> str:
    """What an undo tells of a part that it names: a column, or the address of a value."""
    if " " in part:
        return part  # Words already.
    if part in _FIELDS:
        return _("%(label)s was changed since then, or its former value no longer exists.") % {
            "label": capfirst(str(_FIELDS[part].verbose_name))
        }
    if part == "additional_categories":
        return _("The further categories were changed since then.")
    address = ValueAddress.parse(part)
    return _("%(label)s was changed since then.") % {"label": labels.label(address)}
