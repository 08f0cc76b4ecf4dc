"""The part of the product form that edits attribute values."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.attribute_types.base import Input
from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.products.queries.unique_values import holder_of
from catalog.products.wagtail_admin.slot_states import SlotState, slot_states
from catalog.products.wagtail_admin.value_fields import offered_options, value_field
from catalog.products.wagtail_admin.value_slots import ValueSlot, family_attributes, value_slots
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from console.keys import read_key

# Hidden in the form: the inputs of values that it showed when it was opened. Only those are
# written, so that what the family gained or lost meanwhile, or what became different by language,
# is neither emptied nor lost.
SHOWN_ATTRIBUTES = "values-shown"


class AttributeValuesForm(WagtailAdminModelForm):
    """Adds a field for each attribute of the product's family when the form is made.

    The fields follow the rows of the family, so an attribute added in the browser has its field on
    the next request. Values of other attributes are left as they are.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.channels = list(Channel.objects.all())
        attributes = list(self._shown_attributes())
        shown = self._shown_slots()
        self.value_slots = {
            slot.name: slot
            for slot in value_slots(attributes, self.channels)
            if shown is None or slot.name in shown
        }
        for slot in self.value_slots.values():
            self._add_field(slot)
        self._checked: dict[str, Any] = {}
        self.fields[SHOWN_ATTRIBUTES] = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=",".join(self.value_slots),
        )

    @cached_property
    def slot_states(self) -> dict[str, SlotState]:
        """What the panel says of each slot."""
        channels = {channel.pk: channel for channel in self.channels}
        return slot_states(self.instance, self.value_slots.values(), channels)

    def _shown_attributes(self):
        shown = self._shown_slots()
        if shown is not None:
            codes = {name.rpartition("-")[2] for name in shown}
            return (
                Attribute.objects.filter(code__in=codes)
                .select_related("group")
                .prefetch_related(offered_options(), "columns")
            )
        family_id = self.instance.family_id or self._posted_family()
        return family_attributes(family_id) if family_id else Attribute.objects.none()

    def _shown_slots(self) -> set[str] | None:
        """The names of the inputs that the form had when it was opened; None where it is new."""
        if not self.is_bound or SHOWN_ATTRIBUTES not in self.data:
            return None
        return set(self.data[SHOWN_ATTRIBUTES].replace("\x00", "").split(","))

    def _posted_family(self) -> int | None:
        posted = self.data.get("family") if self.is_bound else self.initial.get("family")
        return read_key(str(posted or ""))

    def _add_field(self, slot: ValueSlot) -> None:
        kind, stored = value_field(slot.attribute), slot.read(self.instance)
        options = {
            "required": False,
            "label": slot.label,
            "help_text": _help_text(slot.attribute),
        }
        self.fields[slot.name] = kind.build(slot.attribute, stored, options)
        if stored is not None:
            self.initial[slot.name] = kind.to_input(slot.attribute, stored)

    def clean(self) -> dict:
        """Hold the values that were changed against the rules of their attributes."""
        cleaned = super().clean()
        # An input that was not sent, because its attribute has another type by now, says nothing.
        changed = {name for name in self.changed_data if self._was_sent(name)}
        for name, slot in self.value_slots.items():
            if name in self.cleaned_data and name in changed:
                try:
                    self._checked[name] = self._check(slot, self.cleaned_data[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    def _was_sent(self, name: str) -> bool:
        widget = self.fields[name].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    @property
    def written_in_vain(self) -> list[str]:
        """What was written for attributes or languages that are no more, as "bore: 12.70"."""
        shown = self._shown_slots() or set()
        texts = {name: self._sent_text(name) for name in sorted(shown - self.value_slots.keys())}
        return [f"{name.rpartition('-')[2]}: {text}" for name, text in texts.items() if text]

    def _sent_text(self, name: str) -> str:
        inputs = [key for key in self.data if key == name or key.startswith(f"{name}_")]
        return " ".join(self.data[key] for key in inputs if self.data[key]) if name else ""

    def _check(self, slot: ValueSlot, cleaned: Any) -> Any:
        """What the product stores for a slot; raises ValidationError."""
        attribute = slot.attribute
        stored = value_field(attribute).checked(attribute, cleaned)
        if stored is None or not attribute.is_unique:
            return stored
        channel = slot.channel.code if slot.channel else ""
        other = holder_of(
            attribute, stored, channel=channel, locale=slot.locale, but=self.instance.pk
        )
        if other:
            message = _("%(label)s must be unique, and %(product)s already has this value.")
            raise ValidationError(message % {"label": attribute.label, "product": other})
        return stored

    def save(self, commit: bool = True) -> Product:
        """Write the values with the product."""
        for name, stored in self._checked.items():
            self.value_slots[name].write(self.instance, stored)
        return super().save(commit=commit)


def _help_text(attribute: Attribute) -> str:
    # The input of a measure shows its unit itself.
    if attribute_type(attribute.type).input == Input.NUMBER and attribute.unit:
        unit = _("In %(unit)s.") % {"unit": attribute.unit}
        return f"{attribute.help_text} {unit}".strip()
    return attribute.help_text
