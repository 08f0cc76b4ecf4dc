"""Which approval rule holds for a bulk edit."""

from catalog.bulk.models import ApprovalRule, BulkChange
from catalog.segments.compilation import products_of_segment


def rule_for(change: BulkChange) -> ApprovalRule | None:
    """The first rule whose conditions hold for what `change` would do; None where none does."""
    rules = ApprovalRule.objects.select_related("segment")
    fitting = rules.filter(at_least__lte=change.counts.get("changed", 0))
    targets = {operation["target"] for operation in change.operations}
    for rule in fitting:
        if (not rule.targets or targets & set(rule.targets)) and _is_in_segment(rule, change):
            return rule
    return None


def _is_in_segment(rule: ApprovalRule, change: BulkChange) -> bool:
    """Whether a product that may still change is in the segment of the rule."""
    if rule.segment is None:
        return True
    waiting = change.rows.filter(outcome="waiting").values("product_id")
    return products_of_segment(rule.segment).filter(pk__in=waiting).exists()
