"""The form of a product."""

from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.forms import BaseModelFormSet
from django.utils.translation import gettext as _
from wagtail.admin.widgets import BaseChooser

from catalog.products.gtin import read_gtin
from catalog.products.models.product import Product
from catalog.products.parts import part_permissions
from catalog.products.queries.supersession import cycle_through
from catalog.products.wagtail_admin.spelling_form import NumbersForm
from catalog.products.wagtail_admin.tabs import registered_rows
from catalog.products.wagtail_admin.variant_form import VariantRulesForm
from catalog.schema.forms.categories import CategoriesField
from catalog.schema.models.category import Category
from catalog.schema.models.kinds import share_choices
from console.past_schedules import PastScheduleForm

# Hidden in the form: names what it showed when it was opened, so that edits can be merged.
OPENED_FORM = "opened-form"
# Numbers what the form sends; set by its script.
SENT_NUMBER = "opened-form-number"


class OpenedFormInput(forms.HiddenInput):
    """Brings the script that tells of what others have saved meanwhile."""

    class Media:
        js = ["catalog/revisions/concurrent_edits.js"]


class ProductForm(PastScheduleForm, NumbersForm, VariantRulesForm):
    """The product, its values, and the rows that hang on it."""

    additional_categories = CategoriesField(
        queryset=Category.objects.all(), required=False, label=_("Further categories")
    )
    # Longer than a GTIN, so that its groups may be typed.
    gtin = forms.CharField(required=False, max_length=40, label=_("GTIN"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[OPENED_FORM] = forms.CharField(required=False, widget=OpenedFormInput)
        if self.for_user:
            for name, permission in part_permissions().items():
                if not self.for_user.has_perm(permission):
                    self.formsets.pop(name, None)
        for formset in self.formsets.values():
            _fetch_chosen(formset)
            share_choices(formset.forms)

    def clean(self) -> dict:
        """Refuse relations in a circle, and what the tabs have against their rows."""
        cleaned = super().clean()
        if "relations" in self.formsets and self.instance.pk:
            self._check_circles(self.formsets["relations"])
        for rows in registered_rows():
            if rows.check and rows.part in self.formsets:
                rows.check(self.formsets[rows.part])
        return cleaned

    def clean_gtin(self) -> str:
        """The digits; one that stands there already does not keep the rest from being saved."""
        text = self.cleaned_data["gtin"]
        return read_gtin(text) if "gtin" in self.changed_data else text

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
                    _("This would create a circular reference: %(chain)s.")
                    % {"chain": " → ".join(skus[key].sku for key in circle)},
                )


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
