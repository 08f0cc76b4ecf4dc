"""The "Attributes" tab: fields that are only known when the form is made."""

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.compare import TextDiff
from wagtail.admin.panels import HelpPanel, MultiFieldPanel, ObjectList, Panel

from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.value_panels import SwitcherPanel, value_panel
from catalog.products.wagtail_admin.value_slots import ValueSlot, value_slots
from catalog.products.wagtail_admin.variant_panels import hidden_values_panel
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.labels import catalog_labels


class AttributesPanel(Panel):
    """Shows the attribute fields of the form by group, and compares values by label.

    Wagtail binds panels to a form class when the server starts. This one declares no fields; it
    builds panels for the fields that the form has added to itself.
    """

    def get_bound_panel(
        self, instance: Any = None, request: Any = None, form: Any = None, prefix: str = "panel"
    ) -> Panel.BoundPanel:
        """Panels for the fields of `form`; without a form, the panel that compares."""
        if form is None:
            return super().get_bound_panel(instance, request, form, prefix)
        panels = ObjectList(self._panels(form), heading=self.heading)
        return panels.bind_to_model(self.model).get_bound_panel(instance, request, form, prefix)

    def _panels(self, form: Any) -> list[Panel]:
        if not form.value_slots:
            return [HelpPanel(_no_attributes()), *hidden_values_panel(form.instance)]
        slots = sorted(form.value_slots.values(), key=_group_order)
        groups = [
            MultiFieldPanel([value_panel(slot, form) for slot in members], heading=group.label)
            for group, members in groupby(slots, key=lambda slot: slot.attribute.group)
        ]
        return [SwitcherPanel(), *groups, *hidden_values_panel(form.instance)]

    class BoundPanel(Panel.BoundPanel):
        """Compares two revisions value by value."""

        def get_comparison(self) -> list[Callable]:
            """One comparison a slot of every attribute that there is."""
            return [partial(ValueComparison, slot) for slot in value_slots(_all_attributes())]


def _group_order(slot: ValueSlot) -> tuple:
    group = slot.attribute.group
    return (group.sort_order, group.label, group.pk)


def _all_attributes():
    return Attribute.objects.select_related("group")


def _no_attributes() -> str:
    return _(
        "The family has no attributes yet. Attributes that you add to the family appear here "
        "immediately. After choosing another family, save the product to see its attributes."
    )


class ValueComparison:
    """The difference of one attribute value between two revisions of a product."""

    is_field = True
    is_child_relation = False

    def __init__(self, slot: ValueSlot, before: Product, after: Product):
        self.slot = slot
        self.before = _readable(slot, slot.read(before))
        self.after = _readable(slot, slot.read(after))

    def field_label(self) -> str:
        """The label of the attribute."""
        return self.slot.label

    def has_changed(self) -> bool:
        """Whether the two revisions differ in this value."""
        return self.before != self.after

    def htmldiff(self) -> str:
        """What was there, struck out, and what is there now."""
        if not self.has_changed():
            return escape(self.before)
        return TextDiff([("deletion", self.before), ("addition", self.after)]).to_html()


def _readable(slot: ValueSlot, stored: Any) -> str:
    """A stored value as people read it."""
    label = catalog_labels().attributes.get(slot.attribute.code)
    return attribute_type(label.type).shown(label, stored) if label and stored is not None else ""
