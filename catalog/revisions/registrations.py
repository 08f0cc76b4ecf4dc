"""What the rooms below learn of the subject when the catalog is ready."""


def register_revisions() -> None:
    """Which versions of a product must stay, and what forgets the forms that nobody uses."""
    from audit.history_guards import register_history_guard
    from catalog.products.models import Product
    from catalog.revisions.history_guard import origins_of_values
    from jobs.registry import register_schedule

    register_history_guard(Product, origins_of_values)
    register_schedule(
        "Forget old forms", function="catalog.revisions.jobs.forget_old_forms", cron="17 3 * * *"
    )
