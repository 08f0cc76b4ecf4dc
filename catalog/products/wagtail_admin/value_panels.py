"""The field of one value with what it inherits, and the switch between languages and channels."""

import json
from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, Panel

from catalog.products.wagtail_admin.slot_states import SlotState
from catalog.products.wagtail_admin.value_fields import value_field
from catalog.products.wagtail_admin.value_slots import ValueSlot, content_locales
from catalog.schema.queries.value_labels import language_name


def value_panel(slot: ValueSlot, form: Any) -> "ValuePanel":
    """The panel of a slot, marked for the switch with its language, its channel and the channels
    that have a value of their own beside it.
    """
    beside = [
        other.channel.code
        for other in form.value_slots.values()
        if other.channel and (other.attribute, other.locale) == (slot.attribute, slot.locale)
    ]
    attributes = {
        "data-value-language": slot.locale,
        "data-value-channel": slot.channel.code if slot.channel else "",
        "data-value-channels": " ".join(beside),
    }
    return ValuePanel(slot.name, attrs=attributes)


class ValuePanel(FieldPanel):
    """A value's field, and below it what it inherits and for which channels it is missing."""

    class BoundPanel(FieldPanel.BoundPanel):
        """Shows the state of the slot."""

        template_name = "catalog/products/value_panel.html"

        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            if self.bound_field is not None and self.state.inherited:
                _set_placeholder(self.bound_field.field.widget, self.state.inherited)

        @property
        def state(self) -> SlotState:
            """The state of the slot of this field."""
            return self.form.slot_states[self.field_name]

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """Add the state, and the inherited value as the script copies it."""
            context = super().get_context_data(parent_context)
            state = self.state
            context["state"] = state
            context["copied"] = json.dumps(state.copied, ensure_ascii=False) if state.copied else ""
            if state.inherited and not state.copied:
                context["input_with_inherited"] = self._input(state.behind)
                context["empty_input"] = self._input(None)
            return context

        def _input(self, stored: Any) -> str:
            """The input of the field as it would be with this value."""
            attribute, name = self.state.slot.attribute, self.bound_field.html_name
            kind = value_field(attribute)
            widget = kind.build(attribute, stored, {"required": False}).widget
            value = None if stored is None else kind.to_input(attribute, stored)
            attrs = {"id": self.bound_field.auto_id}
            return widget.render(name, value, self.bound_field.build_widget_attrs(attrs, widget))


def _set_placeholder(widget: forms.Widget, text: str) -> None:
    """Show the inherited value greyed in an empty text input."""
    if isinstance(widget, forms.MultiWidget):
        widget = widget.widgets[0]
        text = text.rpartition(" ")[0] or text
    if isinstance(widget, forms.TextInput | forms.Textarea):
        widget.attrs["placeholder"] = text


class SwitcherPanel(Panel):
    """Chooses the language and the channel that the fields below show."""

    class BoundPanel(Panel.BoundPanel):
        """Offers the languages and channels that the fields have."""

        template_name = "catalog/products/value_switcher.html"
        media = forms.Media(js=["catalog/products/value_switcher.js"])

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """Add languages and channels."""
            context = super().get_context_data(parent_context)
            channels = self.form.channels
            context["languages"] = [
                (locale, language_name(locale)) for locale in content_locales(channels)
            ]
            context["channels"] = channels
            return context
