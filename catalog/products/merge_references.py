"""What names a product: records that name the other one once two products are merged."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.products.models.product import Product


class Replace(Protocol):
    """Lets what names `dropped` name `kept`; `keys` are those of all products that name it."""

    def __call__(self, *, dropped: Product, kept: Product, keys: Collection[int]) -> None:
        """In the transaction of the merge, which has locked both and the products of `keys`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReference:
    """One way in which other products, or rows of theirs, name a product.

    `products_naming` gives the keys of the products that do so by now: they are locked together,
    before anything is read that a merge changes. `replace` then lets them name the kept product; it
    writes only what changes, and leaves what the kept product has already.
    """

    products_naming: Callable[[Product], Iterable[int]]
    replace: Replace


_references: list[MergeReference] = []


def register_merge_reference(reference: MergeReference) -> None:
    """Let what names a product follow it in a merge; once, from `AppConfig.ready()`."""
    if reference not in _references:
        _references.append(reference)


def merge_references() -> Sequence[MergeReference]:
    """Every way in which a product is named, in the order in which they are replaced."""
    return tuple(_references)
