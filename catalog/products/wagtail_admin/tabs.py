"""Registry of tabs of the product form, for child tables of higher subjects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.forms import BaseModelFormSet
from django.utils.functional import Promise
from wagtail.admin.panels import Panel

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTab:
    """Rows of a child table of the product, edited on a tab of the product's form.

    `relation` is the related name of a ParentalKey to the product; `heading` names the tab and
    `label` one row; `panels` gives the panels of a row. Who lacks `permission` ("app.codename"),
    where given, edits the product without these rows, and is shown them nowhere. `check`, where
    given, looks at all rows of a posted form and adds its errors to their forms.
    """

    relation: str
    heading: Text
    label: Text
    panels: Callable[[], Sequence[Panel]]
    permission: str = ""
    check: Callable[[BaseModelFormSet], None] | None = None


_tabs: list[ProductTab] = []


def register_product_tab(tab: ProductTab) -> None:
    """Show `tab` after the variants and the tabs before it; once, from `AppConfig.ready()`."""
    if tab not in _tabs:
        _tabs.append(tab)


def registered_tabs() -> Sequence[ProductTab]:
    """Every registered tab, in the order of the form."""
    return tuple(_tabs)


def part_permissions() -> dict[str, str]:
    """The parts of a product that need a right of their own, by related name."""
    return {tab.relation: tab.permission for tab in _tabs if tab.permission}
