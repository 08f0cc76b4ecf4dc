"""Inputs of attribute values that Django and Wagtail do not have."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.units import conversions
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption

SCRIPT = forms.Media(js=["catalog/products/value_widgets.js"])


class MeasureWidget(forms.MultiWidget):
    """The amount and its unit, side by side, with the amount in the standard unit as a hint."""

    template_name = "catalog/products/measure_widget.html"

    def __init__(self, attribute: Attribute, units: Iterable[str], attrs: dict | None = None):
        self.attribute = attribute
        amount = forms.TextInput({"inputmode": "decimal", "aria-label": _("Amount")})
        unit = forms.Select({"aria-label": _("Unit")}, choices=[(one, one) for one in units])
        super().__init__({"amount": amount, "unit": unit}, attrs)

    @property
    def media(self) -> forms.Media:
        """The script that shows the hint."""
        return super().media + SCRIPT

    def decompress(self, value: dict | None) -> list:
        """Spread {"amount": "12.70", "unit": "mm"} over the inputs."""
        value = value or {}
        return [value.get("amount"), value.get("unit") or self.attribute.unit]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add what the hint is calculated from."""
        context = super().get_context(name, value, attrs)
        standard = self.attribute.unit
        context["widget"]["standard"] = standard
        context["widget"]["factors"] = json.dumps(
            {
                unit: [str(found.numerator), str(found.addend), str(found.denominator)]
                for unit, found in conversions(standard).items()
                if unit
            }
        )
        return context


class OptionSearch(forms.Select):
    """A select with the chosen options only; the others are searched for while typing."""

    template_name = "catalog/products/option_search.html"

    def __init__(self, attribute: Attribute, attrs: dict | None = None):
        super().__init__(attrs)
        self.attribute = attribute

    @property
    def media(self) -> forms.Media:
        """The script that searches."""
        return super().media + SCRIPT

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the chosen options with their labels, and where the others are found."""
        codes = value if isinstance(value, list | tuple) else [value]
        codes = [str(code) for code in codes if code not in (None, "")]
        self.choices = option_choices(self.attribute, codes)
        if not self.allow_multiple_selected:
            self.choices = [("", ""), *self.choices]
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = reverse(
            "catalog_attribute:option_search", args=[self.attribute.pk]
        )
        return context


class MultipleOptionSearch(OptionSearch, forms.SelectMultiple):
    """The same for several answers."""

    allow_multiple_selected = True


def option_choices(attribute: Attribute, codes: list[str]) -> list[tuple[str, str]]:
    """These options as choices; one that is no option any more is kept, and says so."""
    sought = [code for code in codes if "\x00" not in code]
    labels = dict(
        AttributeOption.objects.filter(attribute=attribute, code__in=sought)
        .order_by()
        .values_list("code", "label")
    )
    gone = _("%(code)s (option no longer exists)")
    return [(code, labels.get(code) or gone % {"code": code}) for code in codes]


class TableWidget(forms.Textarea):
    """A small grid; without JavaScript the rows as JSON."""

    template_name = "catalog/products/table_widget.html"

    def __init__(self, columns: Iterable[AttributeColumn], attrs: dict | None = None):
        super().__init__({"rows": 4, **(attrs or {})})
        self.columns = list(columns)

    @property
    def media(self) -> forms.Media:
        """The script that draws the grid."""
        return super().media + SCRIPT

    def format_value(self, value: Any) -> str:
        """The rows as JSON; what was typed is given back as it is."""
        if value in (None, "", []):
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the columns and the words of the grid."""
        context = super().get_context(name, value, attrs)
        context["widget"]["columns"] = json.dumps(
            [
                {
                    "code": column.code,
                    "label": f"{column.label} ({column.unit})" if column.unit else column.label,
                    "kind": attribute_type(column.type).input,
                }
                for column in self.columns
            ],
            ensure_ascii=False,
        )
        return context


class TableField(forms.Field):
    """The rows of a table; they are checked with the other values."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the rows differ, however their JSON is written."""
        return _rows(initial) != _rows(data)


def _rows(value: Any) -> Any:
    if value in (None, "", []):
        return []
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return value


NOT_CHOSEN = gettext_lazy("– not set –")
