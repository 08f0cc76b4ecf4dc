"""The attributes of a family as a table: their order, who requires them, the axes of variants."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from console.keys import read_keys

# (attribute, channels that require it, is it an axis), by their keys.
Row = tuple[int, frozenset[int], bool]


class FamilyAttributesWidget(forms.Widget):
    """A row an attribute under the heading of its group; rows are dragged, or moved by buttons."""

    template_name = "catalog/schema/family_attributes.html"

    class Media:
        js = ("catalog/schema/family_attributes.js",)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        """The rows in the order in which they stand in the form."""
        keys = read_keys([*data.getlist(name), *data.getlist(f"{name}-add")])
        axes = set(read_keys(data.getlist(f"{name}-axis")))
        return [
            (key, frozenset(read_keys(data.getlist(f"{name}-required-{key}"))), key in axes)
            for key in keys
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Check boxes that are not ticked are not sent, so nothing tells."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the rows by group, and what could be added."""
        context = super().get_context(name, value, attrs)
        rows = {row[0]: row for row in value or []}
        attributes = Attribute.objects.select_related("group").order_by(
            "group__sort_order", "group__label", "sort_order", "label"
        )
        by_key = {attribute.pk: attribute for attribute in attributes}
        chosen = [by_key[key] for key in rows if key in by_key]
        chosen.sort(key=_group_order)
        context["widget"] |= {
            "channels": list(Channel.objects.all()),
            "groups": [
                (group, [(attribute, *rows[attribute.pk][1:]) for attribute in members])
                for group, members in groupby(chosen, key=lambda attribute: attribute.group)
            ],
            "available": [
                (group, [one for one in members if one.pk not in rows])
                for group, members in groupby(by_key.values(), key=lambda one: one.group)
            ],
        }
        return context


def _group_order(attribute: Attribute) -> tuple:
    group = attribute.group
    return (group.sort_order, group.label, group.pk)


class FamilyAttributesField(forms.Field):
    """Rows of a family; refuses attributes and channels that do not exist."""

    widget = FamilyAttributesWidget

    def clean(self, value: list[Row]) -> list[Row]:
        """Hold the keys against the database."""
        attributes = {key for key, _required, _axis in value}
        channels = frozenset().union(*(required for _key, required, _axis in value))
        if len(Attribute.objects.filter(pk__in=attributes).order_by()) < len(attributes):
            raise ValidationError(
                _("An attribute has been deleted. Reload the page and try again.")
            )
        if len(Channel.objects.filter(pk__in=channels).order_by()) < len(channels):
            raise ValidationError(_("A channel has been deleted. Reload the page and try again."))
        return value

    def has_changed(self, initial: list[Row] | None, data: list[Row] | None) -> bool:
        """Whether anything differs, the order included."""
        return list(initial or []) != list(data or [])
