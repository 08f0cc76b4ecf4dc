"""The page of a product for those who read it: everything that it says, and nothing to change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import InspectView

from catalog.attribute_types.addresses import ValueAddress
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.products.queries.effective_values import effective_values
from catalog.products.wagtail_admin.part_tables import PartTable, part_tables
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.wagtail_admin.tabs import registered_rows
from catalog.products.write_policy import CHANGE
from catalog.revisions.queries.content import plain
from catalog.revisions.queries.differences.comparing import (
    Difference,
    content_differences,
    part_of_path,
)
from catalog.schema.queries.labels import catalog_labels

HISTORY = "catalog_product:history"


@dataclass(frozen=True, slots=True)
class ReadPart:
    """The rows of a part: in lines, or in a table."""

    heading: str | Promise
    lines: Sequence[str] = ()
    table: PartTable | None = None
    rows: Sequence[Sequence[str | Promise]] = field(default_factory=list)


class ProductInspectView(InspectView):
    """What is published of a product, its values and the rows that hang on it."""

    any_permission_required = ["change", "view"]
    template_name = "catalog/products/product_read.html"
    page_title = _("Product")

    def get_fields(self) -> list[str]:
        """None one by one: all of the content is written at once."""
        return []

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The past of the product."""
        history = reverse(HISTORY, args=[quote(self.object.pk)])
        return [HeaderButton(gettext("History"), url=history, icon_name="history")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The form, for those who have it."""
        return super().header_more_buttons if self.request.user.has_perm(CHANGE) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The content in words, and the parts that this person may see."""
        said = content_differences(*_sides(self.object))
        return super().get_context_data(**kwargs) | {
            "said": [(one.label, _text(one)) for one in said if one.is_value],
            "parts": list(self._parts(said)),
        }

    def _parts(self, said: Sequence[Difference]) -> Iterator[ReadPart]:
        hidden = hidden_parts_of(self.request.user)
        headings = {rows.part: rows.heading for rows in registered_rows()}
        for name, part in product_parts().items():
            if name in hidden:
                continue
            heading = headings.get(name, part.label)
            if table := part_tables().get(name):
                yield ReadPart(heading, table=table, rows=table.rows(self.object))
            else:
                lines = [one.after for one in said if part_of_path(one.path) == name]
                yield ReadPart(heading, lines=lines)


def _text(said: Difference) -> str:
    """What is said, of a text with marks its words alone."""
    address = ValueAddress.find(said.path)
    attribute = catalog_labels().attributes.get(address.code) if address else None
    if attribute is None or attribute.type != "rich_text":
        return said.after
    return unescape(strip_tags(said.after))


def _sides(product: Product) -> tuple[dict[str, Any], dict[str, Any]]:
    """Nothing, and all of the product: what differs is everything that it says."""
    content = plain(product.serializable_data())
    content["values"] = effective_values(product)
    # A table reads its own rows.
    content |= {name: [] for name in part_tables()}
    nothing = dict.fromkeys(content) | {name: [] for name in product_parts()}
    return nothing, content
