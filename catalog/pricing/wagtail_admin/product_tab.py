"""Prices on the form of their product."""

from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.pricing.models import Price
from catalog.pricing.queries import SEES_PRICES
from catalog.pricing.wagtail_admin.prices import PRICE_PANELS
from catalog.products.wagtail_admin.tabs import ProductTab


def refuse_overlaps(formset: BaseModelFormSet) -> None:
    """Add an error to each changed row that has a price for days of a row before it."""
    seen: dict[tuple, list[Price]] = {}
    for form in formset.forms:
        if not form.is_valid() or form in formset.deleted_forms or not form.has_changed():
            continue
        price = form.instance
        key = (price.price_list_id, price.customer_id, price.minimum_quantity)
        if any(_overlap(price, other) for other in seen.setdefault(key, [])):
            form.add_error(None, _("Another row has a price for these days already."))
        seen[key].append(price)


def _overlap(one: Price, other: Price) -> bool:
    """Whether two periods share a day; an empty end is open."""
    begins_in_time = not (one.valid_from and other.valid_until) or (
        one.valid_from <= other.valid_until
    )
    ends_in_time = not (one.valid_until and other.valid_from) or (
        other.valid_from <= one.valid_until
    )
    return begins_in_time and ends_in_time


PRICES_TAB = ProductTab(
    relation="prices",
    heading=gettext_lazy("Prices"),
    label=gettext_lazy("Price"),
    panels=lambda: PRICE_PANELS,
    permission=SEES_PRICES,
    check=refuse_overlaps,
)
