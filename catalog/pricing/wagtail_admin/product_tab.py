"""Prices on the form of their product."""

from django.forms import BaseModelFormSet, model_to_dict
from django.utils.translation import gettext_lazy

from catalog.pricing.queries import SEES_PRICES
from catalog.pricing.validity import ROW_OVERLAP, overlapping
from catalog.pricing.wagtail_admin.prices import PRICE_PANELS
from catalog.products.wagtail_admin.tabs import ProductTab


def refuse_overlaps(formset: BaseModelFormSet) -> None:
    """Add an error to each changed row that has a price for days of a row before it."""
    changed = [
        form
        for form in formset.forms
        if form.is_valid() and form not in formset.deleted_forms and form.has_changed()
    ]
    rows = [model_to_dict(form.instance) for form in changed]
    for later in sorted({later for _earlier, later in overlapping(rows)}):
        changed[later].add_error(None, ROW_OVERLAP)


PRICES_TAB = ProductTab(
    relation="prices",
    heading=gettext_lazy("Prices"),
    label=gettext_lazy("Price"),
    panels=lambda: PRICE_PANELS,
    permission=SEES_PRICES,
    check=refuse_overlaps,
)
