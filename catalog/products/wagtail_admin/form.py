"""The form of a product."""

from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _
from wagtail.admin.widgets import BaseChooser

from catalog.pricing.models import Price
from catalog.products.models.product import Product
from catalog.products.queries.supersession import cycle_through
from catalog.products.wagtail_admin.permissions import CHILD_PERMISSIONS
from catalog.products.wagtail_admin.variant_form import VariantRulesForm
from catalog.schema.forms.categories import CategoriesField
from catalog.schema.models.category import Category
from console.past_schedules import PastScheduleForm

# Hidden in the form: names what it showed when it was opened, so that edits can be merged.
OPENED_FORM = "opened-form"
# Numbers what the form sends; set by its script.
SENT_NUMBER = "opened-form-number"


class OpenedFormInput(forms.HiddenInput):
    """Brings the script that tells of what others have saved meanwhile."""

    class Media:
        js = ["catalog/revisions/concurrent_edits.js"]


class ProductForm(PastScheduleForm, VariantRulesForm):
    """The product, its values, and its fitments, prices, assets, relations and packages."""

    additional_categories = CategoriesField(
        queryset=Category.objects.all(), required=False, label=_("Further categories")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[OPENED_FORM] = forms.CharField(required=False, widget=OpenedFormInput)
        if self.for_user:
            for name, permission in CHILD_PERMISSIONS.items():
                if not self.for_user.has_perm(permission):
                    self.formsets.pop(name, None)
        for formset in self.formsets.values():
            _fetch_chosen(formset)

    def clean(self) -> dict:
        """Refuse relations in a circle, and prices that overlap among the rows of the form."""
        cleaned = super().clean()
        if "relations" in self.formsets and self.instance.pk:
            self._check_circles(self.formsets["relations"])
        if "prices" in self.formsets:
            self._check_overlaps(self.formsets["prices"])
        return cleaned

    def _check_circles(self, formset: BaseModelFormSet) -> None:
        for form in formset.forms:
            if not form.is_valid() or form in formset.deleted_forms or not form.has_changed():
                continue
            relation = form.instance
            circle = cycle_through(self.instance.pk, relation.kind, relation.target_id)
            if circle:
                skus = Product.objects.in_bulk(circle)
                form.add_error(
                    "target",
                    _("This would run in a circle: %(chain)s.")
                    % {"chain": " → ".join(skus[key].sku for key in circle)},
                )

    def _check_overlaps(self, formset: BaseModelFormSet) -> None:
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


def _fetch_chosen(formset: BaseModelFormSet) -> None:
    """Give the choosers of all rows what they show, in one query a column instead of one a row."""
    if formset.is_bound:
        return
    for name, field in formset.empty_form.fields.items():
        if not isinstance(field.widget, BaseChooser):
            continue
        column = formset.model._meta.get_field(name)
        if isinstance(column, ForeignKey):
            _fetch_column(formset, name, field)


def _fetch_column(formset: BaseModelFormSet, name: str, field: Any) -> None:
    keys = {form.initial.get(name) for form in formset.initial_forms} - {None}
    found = field.queryset.in_bulk(keys)
    for form in formset.initial_forms:
        form.fields[name].widget.get_instance = found.get
