"""Prices on the form of their product."""

from django.forms import BaseModelFormSet, ModelForm, model_to_dict
from django.utils.translation import gettext_lazy

from catalog.pricing.validity import ROW_OVERLAP, overlapping
from catalog.pricing.wagtail_admin.prices import PRICE_PANELS
from catalog.products.wagtail_admin.tabs import PartRows, ProductTab


def refuse_overlaps(formset: BaseModelFormSet) -> None:
    """Add an error to each changed row that has a price for days of another row.

    Of two changed rows the later one gets it. Rows that overlap as they were are told elsewhere.
    """
    kept = [
        form
        for form in formset.forms
        if form.is_valid() and form not in formset.deleted_forms and not _is_empty(form)
    ]
    rows = [model_to_dict(form.instance) for form in kept]
    wrong = {
        later if kept[later].has_changed() else earlier for earlier, later in overlapping(rows)
    }
    for place in sorted(wrong):
        if kept[place].has_changed():
            kept[place].add_error(None, ROW_OVERLAP)


def _is_empty(form: ModelForm) -> bool:
    """Whether it is a row that was offered and not filled in."""
    return form.empty_permitted and not form.has_changed()


PRICES_TAB = ProductTab(
    heading=gettext_lazy("Prices"),
    rows=[
        PartRows(
            part="prices",
            heading=gettext_lazy("Prices"),
            label=gettext_lazy("Price"),
            panels=lambda: PRICE_PANELS,
            check=refuse_overlaps,
        ),
    ],
)
