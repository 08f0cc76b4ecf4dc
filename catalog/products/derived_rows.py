"""Registry of tables that are derived from products and are no part of their content."""

from collections.abc import Collection

from django.db.models import Model

_models: set[type[Model]] = set()


def register_derived_rows(model: type[Model]) -> None:
    """Leave the rows of `model` out of what a product is; once, from `AppConfig.ready()`.

    `model` names the product in a foreign key `product` and goes with it (CASCADE). Either a
    follower of the change log calculates its rows from the product, so that they come back by
    themselves; or they are what somebody has before their eyes or is to decide about a draft, which
    is gone with the product. So a deletion neither remembers nor restores them, writes no history
    of them, and never stops at them.
    """
    _models.add(model)


def derived_models() -> Collection[type[Model]]:
    """The models of all such rows."""
    return frozenset(_models)
