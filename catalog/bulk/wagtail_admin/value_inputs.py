"""The inputs of a value: an attribute's own, or those of a field of the product."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from catalog.attribute_types.base import Input
from catalog.attribute_types.checking import check_value
from catalog.attribute_types.registry import attribute_type
from catalog.bulk.services.edits.operations import Action
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.value_fields import FIELDS
from catalog.schema.forms.categories import CategoriesField, CategoryChoiceField
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.category import Category
from catalog.schema.models.family import Family

LONGEST_SOUGHT = 10_000


@dataclass(frozen=True)
class ValueInput:
    """A form field, and how what it has cleaned becomes what the operation keeps."""

    field: forms.Field
    read: Callable[[Any], Any]


def attribute_input(attribute: Attribute, action: str, label: str) -> ValueInput:
    """The input of a value of an attribute; where one answer of several is replaced, of one."""
    if action == Action.REPLACE_TEXT:
        return text_input(label)
    kind = attribute_type(attribute.type)
    is_one_of_several = action == Action.REPLACE and kind.holds_several
    value_field = FIELDS[Input.OPTION if is_one_of_several else kind.input]
    field = value_field.build(attribute, None, {"required": True, "label": label})

    def read(cleaned: Any) -> Any:
        is_whole = action not in {Action.ADD, Action.REMOVE, Action.REPLACE}
        stored = check_value(attribute, value_field.to_value(cleaned), is_whole=is_whole)
        return stored[0] if is_one_of_several else stored

    return ValueInput(field, read)


def field_input(name: str, action: str, label: str) -> ValueInput:
    """The input of a field of the product."""
    if action == Action.REPLACE_TEXT:
        return text_input(label)
    return _FIELD_INPUTS[name](label)


def text_input(label: str, *, required: bool = False, help_text: str = "") -> ValueInput:
    """A text as it is typed, spaces at its ends included."""
    field = forms.CharField(
        label=label,
        required=required,
        strip=False,
        max_length=LONGEST_SOUGHT,
        help_text=help_text,
    )
    return ValueInput(field, lambda text: text)


def _name(label: str) -> ValueInput:
    longest = Product._meta.get_field("name").max_length
    return ValueInput(forms.CharField(label=label, max_length=longest), str)


def _description(label: str) -> ValueInput:
    return ValueInput(forms.CharField(label=label, widget=AdminAutoHeightTextInput()), str)


def _status(label: str) -> ValueInput:
    return ValueInput(forms.ChoiceField(label=label, choices=Product.Status.choices), str)


def _family(label: str) -> ValueInput:
    field = forms.ModelChoiceField(
        label=label,
        queryset=Family.objects.all(),
        help_text=_("Values of attributes that the new family does not have are kept but hidden."),
    )
    return ValueInput(field, lambda family: family.pk)


def _category(label: str) -> ValueInput:
    field = CategoryChoiceField(label=label, queryset=Category.objects.all())
    return ValueInput(field, lambda category: category.pk)


def _categories(label: str) -> ValueInput:
    field = CategoriesField(label=label, queryset=Category.objects.all())
    return ValueInput(field, lambda categories: [category.pk for category in categories])


_FIELD_INPUTS: dict[str, Callable[[str], ValueInput]] = {
    "name": _name,
    "description": _description,
    "status": _status,
    "family": _family,
    "category": _category,
    "additional_categories": _categories,
}
