"""Changes of many products at once that can be undone exactly.

Whoever changes products set-wise and wants an undo freezes the products of the change
(`freeze_products`), says in SQL what each of them becomes (a `Proposal`), and lets `apply_change`
write products, history, drafts and the rows of the change; `undo_change` takes it back.
`record_and_apply` is all of the former in one call, for the caller's transaction.
"""
