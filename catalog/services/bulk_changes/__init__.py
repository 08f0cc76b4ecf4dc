"""Changes of many products at once that can be undone exactly.

Whoever changes products set-wise and wants an undo freezes the products of the change
(`freeze_products`), says in SQL what each of them becomes (a `Proposal`), and lets `apply_change`
write products, history, drafts and the rows of the change; `undo_change` takes it back.
`record_and_apply` is all of the former in one call, for the caller's transaction.
"""

from .applying import apply_change, freeze_products, record_and_apply
from .comparison import Comparison, compare_products
from .deleting import delete_products, protected_reasons, undelete_products
from .proposals import Proposal
from .publishing import publish_drafts, unpublish_drafts
from .retention import forget_old_changes, refuse_final
from .undoing import undo_change

__all__ = [
    "Comparison",
    "Proposal",
    "apply_change",
    "compare_products",
    "delete_products",
    "forget_old_changes",
    "freeze_products",
    "protected_reasons",
    "publish_drafts",
    "record_and_apply",
    "refuse_final",
    "undelete_products",
    "undo_change",
    "unpublish_drafts",
]
