"""Families: their attributes in order, what each channel requires, and what variants differ in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface

from catalog.schema.forms.family_attributes import FamilyAttributesField, Row
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.family import Family, FamilyAttribute
from catalog.schema.services.families import FamilyRow, check_family_rows, save_family_attributes
from catalog.schema.wagtail_admin.other_spellings import NamedForm, spelling_panel
from catalog.schema.wagtail_admin.viewsets import ReferenceViewSet


def rows_of(family: Family) -> list[Row]:
    """The rows of a family as the form shows them."""
    links = FamilyAttribute.objects.filter(family=family).prefetch_related("required_for")
    return [
        (
            link.attribute_id,
            frozenset(channel.pk for channel in link.required_for.all()),
            link.is_variant_axis,
        )
        for link in links.order_by("sort_order", "pk")
    ]


class FamilyForm(NamedForm):
    """The family with the table of its attributes."""

    named_by = "label"
    asked_by = ("label",)

    attributes = FamilyAttributesField(required=False, label=_("Attributes"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["attributes"] = rows_of(self.instance)

    def clean_attributes(self) -> list[FamilyRow]:
        """Refuse axes that variants cannot have, or by which some would be the same."""
        rows = self.cleaned_data["attributes"]
        found = Attribute.objects.in_bulk([key for key, _required, _axis in rows])
        made = [FamilyRow(found[key], required, axis) for key, required, axis in rows]
        check_family_rows(made, family=self.instance)
        return made

    def keep_rows_of(self, attributes: Sequence[Attribute]) -> None:
        """Put back rows that were taken out, as they were."""
        before = {key: (required, axis) for key, required, axis in rows_of(self.instance)}
        self.cleaned_data["attributes"] += [
            FamilyRow(attribute, *before[attribute.pk]) for attribute in attributes
        ]

    def save(self, commit: bool = True) -> Family:
        """Write the rows with the family."""
        family = super().save(commit=commit)
        if commit and "attributes" in self.cleaned_data:
            save_family_attributes(family=family, rows=self.cleaned_data["attributes"])
        return family


class FamilyViewSet(ReferenceViewSet):
    """Families with their attributes, in order."""

    model = Family
    icon = "clipboard-list"
    menu_label = _("Families")
    list_display = ["label", "code", "part_type"]
    search_fields = ["label", "code", "part_type"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                ["label", spelling_panel(), "code", "part_type", "labels"], heading=_("Family")
            ),
            ObjectList(
                [FieldPanel("attributes", heading=_("Attributes of the family"))],
                heading=_("Attributes"),
            ),
        ],
        base_form_class=FamilyForm,
    )
