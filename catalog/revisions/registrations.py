"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""


def register_revisions() -> None:
    """What must stay and follows a merge, what a review closes, what waits and is forgotten."""
    from audit.change_details import register_change_details
    from audit.history_guards import register_history_guard
    from catalog.products.after_publication import register_after_publication
    from catalog.products.derived_rows import register_derived_rows
    from catalog.products.merge_references import register_merge_reference
    from catalog.products.models import Product
    from catalog.products.write_policy import register_closing
    from catalog.revisions.history_guard import origins_of_values
    from catalog.revisions.inbox import (
        ClashingEdits,
        OfferedValues,
        ProductReviews,
        ProductsSentBack,
    )
    from catalog.revisions.models import OfferedValue, OpenedForm
    from catalog.revisions.queries.change_details import part_details
    from catalog.revisions.review_closing import REVIEW
    from catalog.revisions.services.content_references import CONTENT
    from catalog.revisions.services.pending_changes import forget_pending_changes
    from console.inbox.registry import register_inbox_source
    from jobs.registry import register_schedule

    register_history_guard(Product, origins_of_values)
    register_change_details("catalog.product", part_details)
    register_after_publication(forget_pending_changes)
    for model in (OfferedValue, OpenedForm):
        register_derived_rows(model)
    register_schedule(
        "Forget old forms", function="catalog.revisions.jobs.forget_old_forms", cron="17 3 * * *"
    )
    register_merge_reference(CONTENT)
    register_closing(REVIEW)
    for source in (ProductReviews, ClashingEdits, OfferedValues, ProductsSentBack):
        register_inbox_source(source())
