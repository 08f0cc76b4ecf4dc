from catalog.bulk.models.approval import ApprovalRule, ApprovalRuleStep, ApprovalStep
from catalog.bulk.models.change import UNDO_KEPT_FOR, BulkChange, BulkChangeRow

__all__ = [
    "UNDO_KEPT_FOR",
    "ApprovalRule",
    "ApprovalRuleStep",
    "ApprovalStep",
    "BulkChange",
    "BulkChangeRow",
]
