"""Registry of tabs of the product form, each with the rows of one or several parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.forms import BaseModelFormSet
from django.utils.functional import Promise
from wagtail.admin.panels import Panel

from catalog.products.parts import product_parts

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRows:
    """The rows of the part `part` on a tab of the product's form.

    `heading` stands over them and `label` over one row; `panels` gives the panels of a row. Who
    lacks the right of the part edits the product without these rows, and is shown them nowhere.
    `check`, where given, looks at all rows of a posted form and adds its errors to their forms.
    """

    part: str
    heading: Text
    label: Text
    panels: Callable[[], Sequence[Panel | str]]
    check: Callable[[BaseModelFormSet], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTab:
    """A tab after the variants, in the order of the first of its parts."""

    heading: Text
    rows: Sequence[PartRows]


_tabs: list[ProductTab] = []


def register_product_tab(tab: ProductTab) -> None:
    """Show `tab` on the form of every product; once, from `AppConfig.ready()`."""
    if tab not in _tabs:
        _tabs.append(tab)


def registered_tabs() -> Sequence[ProductTab]:
    """Every registered tab, in the order of the form."""
    parts = list(product_parts())
    return sorted(_tabs, key=lambda tab: parts.index(tab.rows[0].part))


def registered_rows() -> Sequence[PartRows]:
    """The rows of all tabs."""
    return [rows for tab in registered_tabs() for rows in tab.rows]
