"""Form fields of attribute values: what an editor types, and what the product stores.

Each kind of field turns the stored value into what its input shows (`to_input`) and what the form
has cleaned back into what `catalog.attribute_types.checking.check_value` takes (`to_value`); None
means that there is no value. Numbers stay text all the way, so that 12.70 stays 12.70.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from catalog.attribute_types.base import Input
from catalog.attribute_types.checking import check_value
from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.unit_families import allowed_units
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.choosers import asset_chooser, product_chooser_widget
from catalog.products.wagtail_admin.value_widgets import (
    NOT_CHOSEN,
    MeasureWidget,
    MultipleOptionSearch,
    OptionSearch,
    TableField,
    TableWidget,
    option_choices,
)
from catalog.schema.models.attribute import Attribute, AttributeOption
from media_library.models import Asset

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3", "h4"]
# More options than these are searched for instead of being shown all.
SHOWN_AT_ONCE = 40


def offered_options() -> Prefetch:
    """Fetches with attributes the options that their inputs show, however many there are."""
    order = ["sort_order", "label"]
    options = AttributeOption.objects.annotate(
        place=Window(RowNumber(), partition_by="attribute_id", order_by=order)
    )
    options = options.filter(place__lte=SHOWN_AT_ONCE + 1).order_by(*order)
    return Prefetch("options", queryset=options, to_attr="offered_options")


class MeasureField(forms.MultiValueField):
    """An exact amount with its unit; no amount means no value."""

    def __init__(self, attribute: Attribute, stored_unit: str, **kwargs: Any):
        units = dict.fromkeys(filter(None, [*allowed_units(attribute.unit), stored_unit]))
        super().__init__(
            fields=[forms.CharField(required=False), forms.CharField(required=False)],
            require_all_fields=False,
            widget=MeasureWidget(attribute, units),
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> dict | None:
        """Put the inputs together as the product stores them."""
        if not data_list or not data_list[0]:
            return None
        return {"amount": data_list[0], "unit": data_list[1] or ""}

    def has_changed(self, initial: dict | None, data: list | None) -> bool:
        """A chosen unit without an amount is no change."""
        before = initial or {}
        amount, unit = data or ["", ""]
        if not amount and not before.get("amount"):
            return False
        return [before.get("amount"), before.get("unit") or ""] != [amount, unit or ""]


class AnswersField(forms.MultipleChoiceField):
    """Several answers; whether they are options is checked with the other values."""

    def validate(self, value: list[str]) -> None:
        """Nothing here: an answer that was stored may be no option any more."""


@dataclass(frozen=True)
class ValueField:
    """How the values of one type of attribute are edited."""

    build: Callable[[Attribute, Any, dict], forms.Field]
    to_input: Callable[[Attribute, Any], Any] = lambda attribute, stored: stored
    to_value: Callable[[Any], Any] = lambda cleaned: cleaned

    def checked(self, attribute: Attribute, cleaned: Any) -> Any:
        """What the product stores for the cleaned data of the field; raises ValidationError."""
        return check_value(attribute, self.to_value(cleaned))


def _text(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.CharField(widget=options.pop("widget", None) or forms.TextInput(), **options)


def _long_text(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return _text(attribute, stored, {**options, "widget": AdminAutoHeightTextInput()})


def _rich_text(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    widget = get_rich_text_editor_widget(features=RICH_TEXT_FEATURES)
    return _text(attribute, stored, {**options, "widget": widget})


def _url(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    widget = forms.TextInput({"inputmode": "url", "spellcheck": "false"})
    return _text(attribute, stored, {**options, "widget": widget})


def _number(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    widget = forms.TextInput({"inputmode": "decimal"})
    return _text(attribute, stored, {**options, "widget": widget})


def _measure(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    unit = (_measure_input(stored) or {}).get("unit", "")
    return MeasureField(attribute, unit, **options)


def _measure_input(stored: Any) -> dict | None:
    if isinstance(stored, dict):
        return {"amount": str(stored.get("amount", "")), "unit": str(stored.get("unit") or "")}
    return {"amount": str(stored), "unit": ""} if stored not in (None, "") else None


def _boolean(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    choices = [("", NOT_CHOSEN), ("true", _("Yes")), ("false", _("No"))]
    return forms.ChoiceField(choices=choices, **options)


def _date(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.DateField(widget=AdminDateInput(), **options)


def _date_input(stored: Any) -> Any:
    try:
        return datetime.date.fromisoformat(stored)
    except (TypeError, ValueError):
        return stored


def _offered(attribute: Attribute) -> list[AttributeOption]:
    """Its options, of many only the first ones; see `offered_options`."""
    if not hasattr(attribute, "offered_options"):
        attribute.offered_options = list(
            AttributeOption.objects.filter(attribute=attribute)[: SHOWN_AT_ONCE + 1]
        )
    return attribute.offered_options


def _answers(attribute: Attribute, stored: list) -> list[tuple[str, str]]:
    """The options of the attribute; an answer that is no option any more is kept, and says so."""
    answers = [(option.code, option.label) for option in _offered(attribute)]
    known = {code for code, _label in answers}
    gone = [str(code) for code in stored if code and str(code) not in known]
    return answers + (option_choices(attribute, gone) if gone else [])


def _choice(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    if len(_offered(attribute)) > SHOWN_AT_ONCE:
        return forms.CharField(widget=OptionSearch(attribute), **options)
    choices = [("", NOT_CHOSEN), *_answers(attribute, [stored])]
    return forms.CharField(widget=forms.Select(choices=choices), **options)


def _multiple_choice(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    if len(_offered(attribute)) > SHOWN_AT_ONCE:
        return AnswersField(widget=MultipleOptionSearch(attribute), **options)
    return AnswersField(
        choices=_answers(attribute, _as_list(stored)),
        widget=forms.CheckboxSelectMultiple(),
        **options,
    )


def _as_list(stored: Any) -> list:
    if stored in (None, ""):
        return []
    return stored if isinstance(stored, list) else [stored]


def _product(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.ModelChoiceField(
        queryset=Product.objects.select_related("brand"), widget=product_chooser_widget(), **options
    )


def _asset(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.ModelChoiceField(
        queryset=Asset.objects.all(), widget=asset_chooser.widget_class(), **options
    )


def _table(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return TableField(widget=TableWidget(attribute.columns.all()), **options)


def _asset_input(stored: Any) -> Asset | None:
    return Asset.objects.filter(pk=stored).first() if isinstance(stored, int) else None


def _written(attribute: Attribute, stored: Any) -> str:
    return attribute_type(attribute.type).written(attribute, stored)


def value_field(attribute: Attribute) -> "ValueField":
    """How the values of the attribute are edited."""
    return FIELDS[attribute_type(attribute.type).input]


# How the inputs that types name are drawn.
FIELDS: dict[Input, ValueField] = {
    Input.TEXT: ValueField(_text, to_input=_written),
    Input.LONG_TEXT: ValueField(_long_text, to_input=_written),
    Input.RICH_TEXT: ValueField(_rich_text, to_input=_written),
    Input.ADDRESS: ValueField(_url, to_input=_written),
    Input.NUMBER: ValueField(_number, to_input=_written),
    Input.MEASURE: ValueField(_measure, to_input=lambda _attribute, stored: _measure_input(stored)),
    Input.YES_OR_NO: ValueField(_boolean, to_input=_written),
    Input.DAY: ValueField(_date, to_input=lambda _attribute, stored: _date_input(stored)),
    Input.OPTION: ValueField(_choice),
    Input.OPTIONS: ValueField(
        _multiple_choice, to_input=lambda _attribute, stored: _as_list(stored)
    ),
    Input.PRODUCT: ValueField(
        _product,
        to_input=lambda _attribute, stored: Product.objects.filter(sku=str(stored)).first(),
    ),
    Input.ASSET: ValueField(_asset, to_input=lambda _attribute, stored: _asset_input(stored)),
    Input.TABLE: ValueField(_table),
}
