"""Form fields of attribute values: what an editor types, and what the product stores.

Each kind of field turns the stored value into what its input shows (`to_input`) and what the form
has cleaned back into what is stored (`to_stored`); None means that there is no value. Numbers stay
text all the way, so that 12.70 stays 12.70.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from catalog.models import Attribute, Product
from media_library.models import Asset

from ..choosers import asset_chooser, product_chooser_widget

# The digits of other scripts pass \d, and no database takes them for a number.
NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3", "h4"]


def check_number(attribute: Attribute, text: str) -> None:
    """Hold a typed number against the limits of its attribute.

    Raises ValidationError that names the attribute and the rule.
    """
    if not NUMBER.fullmatch(text):
        raise ValidationError(
            _("%(label)s is a number with a dot before its decimals, such as 12.70.")
            % {"label": attribute.label}
        )
    if attribute.minimum is not None and Decimal(text) < attribute.minimum:
        raise ValidationError(
            _("%(label)s is at least %(limit)s.")
            % {"label": attribute.label, "limit": f"{attribute.minimum.normalize():f}"}
        )
    if attribute.maximum is not None and Decimal(text) > attribute.maximum:
        raise ValidationError(
            _("%(label)s is at most %(limit)s.")
            % {"label": attribute.label, "limit": f"{attribute.maximum.normalize():f}"}
        )


def check_text(attribute: Attribute, text: str) -> None:
    """Hold a typed text against the longest length and the pattern of its attribute.

    Raises ValidationError that names the attribute and the rule.
    """
    if attribute.max_length and len(text) > attribute.max_length:
        raise ValidationError(
            _("%(label)s has at most %(limit)d characters; this has %(length)d.")
            % {"label": attribute.label, "limit": attribute.max_length, "length": len(text)}
        )
    if attribute.pattern and not re.fullmatch(attribute.pattern, text):
        raise ValidationError(
            _("%(label)s has to match the pattern %(pattern)s.")
            % {"label": attribute.label, "pattern": attribute.pattern}
        )


class MeasureWidget(forms.MultiWidget):
    """The amount and its unit, side by side."""

    template_name = "catalog/admin/measure_widget.html"

    def __init__(self, unit_widget: forms.Widget):
        amount = forms.TextInput({"inputmode": "decimal", "aria-label": _("Amount")})
        super().__init__({"amount": amount, "unit": unit_widget})

    def decompress(self, value: dict | None) -> list:
        """Spread {"amount": "12.70", "unit": "mm"} over the inputs."""
        value = value or {}
        return [value.get("amount"), value.get("unit")]


class MeasureField(forms.MultiValueField):
    """An exact amount with its unit; no amount means no value."""

    def __init__(self, attribute: Attribute, stored_unit: str, **kwargs: Any):
        units = list(dict.fromkeys(filter(None, [stored_unit, attribute.unit])))
        label = {"aria-label": _("Unit")}
        unit_widget = forms.Select(label) if units else forms.TextInput(label)
        if units:
            unit_widget.choices = [(unit, unit) for unit in units]
        amount = forms.CharField(
            required=False, validators=[lambda text: check_number(attribute, text)]
        )
        super().__init__(
            fields=[amount, forms.CharField(required=False, max_length=16)],
            require_all_fields=False,
            widget=MeasureWidget(unit_widget),
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


@dataclass(frozen=True)
class ValueField:
    """How the values of one type of attribute are edited."""

    build: Callable[[Attribute, Any, dict], forms.Field]
    to_input: Callable[[Any], Any] = lambda stored: stored
    to_stored: Callable[[Any], Any] = lambda cleaned: cleaned


def _text(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.CharField(
        validators=[lambda text: check_text(attribute, text)],
        widget=options.pop("widget", None) or forms.TextInput(),
        **options,
    )


def _long_text(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return _text(attribute, stored, {**options, "widget": AdminAutoHeightTextInput()})


def _rich_text(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    widget = get_rich_text_editor_widget(features=RICH_TEXT_FEATURES)
    return _text(attribute, stored, {**options, "widget": widget})


def _url(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.URLField(
        assume_scheme="https", validators=[lambda text: check_text(attribute, text)], **options
    )


def _number(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.CharField(
        validators=[lambda text: check_number(attribute, text)],
        widget=forms.TextInput({"inputmode": "decimal"}),
        **options,
    )


def _measure(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    unit = (_measure_input(stored) or {}).get("unit", "")
    return MeasureField(attribute, unit, **options)


def _measure_input(stored: Any) -> dict | None:
    if isinstance(stored, dict):
        return {"amount": str(stored.get("amount", "")), "unit": str(stored.get("unit") or "")}
    return {"amount": str(stored), "unit": ""} if stored not in (None, "") else None


def _boolean(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    choices = [("", _("Unknown")), ("true", _("Yes")), ("false", _("No"))]
    return forms.ChoiceField(choices=choices, **options)


def _date(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.DateField(widget=AdminDateInput(), **options)


def _date_input(stored: Any) -> Any:
    try:
        return datetime.date.fromisoformat(stored)
    except (TypeError, ValueError):
        return stored


def _answers(attribute: Attribute, stored: list) -> list[tuple[str, str]]:
    """The options of the attribute; an answer that is no option any more is kept, and says so."""
    answers = [(option.code, option.label) for option in attribute.options.all()]
    known = {code for code, _label in answers}
    gone = [str(code) for code in stored if code and str(code) not in known]
    return answers + [(code, _("%(code)s (no option any more)") % {"code": code}) for code in gone]


def _choice(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.ChoiceField(choices=[("", "---------"), *_answers(attribute, [stored])], **options)


def _multiple_choice(attribute: Attribute, stored: Any, options: dict) -> forms.Field:
    return forms.MultipleChoiceField(
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


FIELDS: dict[str, ValueField] = {
    Attribute.Type.TEXT: ValueField(_text),
    Attribute.Type.LONG_TEXT: ValueField(_long_text),
    Attribute.Type.RICH_TEXT: ValueField(_rich_text),
    Attribute.Type.URL: ValueField(_url),
    Attribute.Type.NUMBER: ValueField(_number, to_input=str),
    Attribute.Type.MEASURE: ValueField(_measure, to_input=_measure_input),
    Attribute.Type.BOOLEAN: ValueField(
        _boolean,
        to_input=lambda stored: {"True": "true", "False": "false"}.get(str(stored), ""),
        to_stored={"true": True, "false": False}.get,
    ),
    Attribute.Type.DATE: ValueField(
        _date,
        to_input=_date_input,
        to_stored=lambda cleaned: cleaned.isoformat() if cleaned else None,
    ),
    Attribute.Type.CHOICE: ValueField(_choice),
    Attribute.Type.MULTIPLE_CHOICE: ValueField(_multiple_choice, to_input=_as_list),
    Attribute.Type.PRODUCT: ValueField(
        _product,
        to_input=lambda stored: Product.objects.filter(sku=stored).first(),
        to_stored=lambda cleaned: cleaned.sku if cleaned else None,
    ),
    Attribute.Type.ASSET: ValueField(
        _asset,
        to_input=lambda stored: Asset.objects.filter(pk=stored).first(),
        to_stored=lambda cleaned: cleaned.pk if cleaned else None,
    ),
}
