"""Registry of the preview of a product: the page that shows a draft to editors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog.products.models.product import Product


@dataclass(frozen=True, slots=True)
class ProductPreview:
    """The page of a product as it is in memory, for a visitor who is not signed in.

    `context` gives what `template` shows beside the request and the product itself (`object`); the
    product may be a draft, or one that was never saved.
    """

    template: str
    context: Callable[["Product"], dict[str, Any]]


_preview: list[ProductPreview] = []


def register_preview(preview: ProductPreview) -> None:
    """Show drafts by `preview`, the only one; once, from `AppConfig.ready()`."""
    _preview[:] = [preview]


def registered_preview() -> ProductPreview:
    """How drafts are shown."""
    [preview] = _preview
    return preview
