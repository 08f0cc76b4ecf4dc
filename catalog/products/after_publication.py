"""Registry of the steps that run after a product has been published."""

from collections.abc import Sequence
from typing import Protocol

from catalog.products.models.product import Product


class AfterPublication(Protocol):
    """Brings up to date what a subject keeps about a product, once it is published.

    It is called in the transaction of the publication, with the product locked, when a version was
    published or put on schedule; the row of the product says which. What it raises takes the
    publication back. Writes of many rows by one statement publish without calling it.
    """

    def __call__(self, *, product: Product) -> None: ...


_registered: list[AfterPublication] = []


def register_after_publication(step: AfterPublication) -> None:
    """Have `step` called after each publication; once, from `AppConfig.ready()`."""
    if step not in _registered:
        _registered.append(step)


def registered_steps() -> Sequence[AfterPublication]:
    """Every step, in the order in which they are called."""
    return tuple(_registered)


def after_publication(product: Product) -> None:
    """Do what is registered, now that `product` is published."""
    for step in _registered:
        step(product=product)
