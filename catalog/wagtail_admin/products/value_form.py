"""The part of the product form that edits attribute values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.models import Attribute, Product

from .attribute_fields import FIELDS
from .value_slots import ValueSlot, family_attributes, value_slots

# Hidden in the form: the attributes that it showed when it was opened. Only those are written, so
# that what the family gained or lost meanwhile is neither emptied nor lost.
SHOWN_ATTRIBUTES = "values-shown"
# Digits that fit a PostgreSQL bigint.
LONGEST_KEY = 18


class AttributeValuesForm(WagtailAdminModelForm):
    """Adds a field for each attribute of the product's family when the form is made.

    The fields follow the rows of the family, so an attribute added in the browser has its field on
    the next request. Values of other attributes are left as they are.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.value_slots: dict[str, ValueSlot] = {}
        attributes = list(self._shown_attributes())
        for slot in value_slots(attributes):
            self._add_field(slot)
        self.fields[SHOWN_ATTRIBUTES] = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=",".join(attribute.code for attribute in attributes),
        )

    def _shown_attributes(self):
        if self.is_bound and SHOWN_ATTRIBUTES in self.data:
            codes = self.data[SHOWN_ATTRIBUTES].replace("\x00", "").split(",")
            return (
                Attribute.objects.filter(code__in=codes)
                .select_related("group")
                .prefetch_related("options")
            )
        return family_attributes(self.instance.family_id or self._posted_family())

    def _posted_family(self) -> int | None:
        posted = self.data.get("family") if self.is_bound else self.initial.get("family")
        text = str(posted or "")
        return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None

    def _add_field(self, slot: ValueSlot) -> None:
        kind, stored = FIELDS[slot.attribute.type], slot.read(self.instance)
        options = {
            "required": False,
            "label": slot.label,
            "help_text": _help_text(slot.attribute),
        }
        self.fields[slot.name] = kind.build(slot.attribute, stored, options)
        self.value_slots[slot.name] = slot
        if stored is not None:
            self.initial[slot.name] = kind.to_input(stored)

    def clean(self) -> dict:
        """Refuse a value that must be unique and is not."""
        cleaned = super().clean()
        for name, slot in self.value_slots.items():
            if slot.attribute.is_unique and self.cleaned_data.get(name):
                self._check_unique(name, slot)
        return cleaned

    def _check_unique(self, name: str, slot: ValueSlot) -> None:
        stored = FIELDS[slot.attribute.type].to_stored(self.cleaned_data[name])
        code = slot.attribute.code
        sought = {code: {slot.locale: stored} if slot.locale else stored}
        if slot.channel is not None:
            others = Product.objects.filter(channel_values__contains={slot.channel.code: sought})
        else:
            others = Product.objects.filter(values__contains=sought)
        other = others.exclude(pk=self.instance.pk).select_related("brand").first()
        if other:
            message = _("%(label)s must be unique, and %(product)s has this value already.")
            self.add_error(
                name,
                ValidationError(message % {"label": slot.attribute.label, "product": other}),
            )

    def save(self, commit: bool = True) -> Product:
        """Write the values with the product."""
        for name, slot in self.value_slots.items():
            if name in self.cleaned_data and name in self.changed_data:
                stored = FIELDS[slot.attribute.type].to_stored(self.cleaned_data[name])
                slot.write(self.instance, stored)
        return super().save(commit=commit)


def _help_text(attribute: Attribute) -> str:
    if attribute.type == Attribute.Type.NUMBER and attribute.unit:
        unit = _("In %(unit)s.") % {"unit": attribute.unit}
        return f"{attribute.help_text} {unit}".strip()
    return attribute.help_text
