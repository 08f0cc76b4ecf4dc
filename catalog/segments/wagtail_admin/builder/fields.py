"""A form field whose value is a filter of the segment language."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.segments.compilation import check_filter
from catalog.segments.wagtail_admin.builder.texts import builder_texts

LONGEST_JSON = 200_000


class ShallowDecoder(json.JSONDecoder):
    """Takes groups too deep and numbers too long for Python as what they are: no filter."""

    def decode(self, s: str, *args: Any) -> Any:
        """The JSON in the text."""
        try:
            return super().decode(s, *args)
        except (RecursionError, ValueError):
            raise json.JSONDecodeError("too deep or too long", s[:1], 0) from None


def _module(path: str) -> forms.Media:
    return forms.Media(
        js=[Script(path, type="module")],  # type: ignore[list-item]  # the stubs know paths alone
        css={"all": ["catalog/segments/filter.css"]},
    )


class SegmentFilterWidget(forms.Textarea):
    """A text area of JSON which the browser turns into the builder."""

    template_name = "catalog/segments/filter_widget.html"

    def __init__(self, attrs: dict | None = None):
        super().__init__({"rows": 8, "spellcheck": "false", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the addresses and texts of the builder."""
        context = super().get_context(name, value, attrs)
        context["builder"] = {
            "fields_url": reverse("catalog_segment_builder:fields"),
            "choices_url": reverse("catalog_segment_builder:choices"),
            "preview_url": reverse("catalog_segment_builder:preview"),
            "texts": builder_texts(),
        }
        return context

    @property
    def media(self) -> forms.Media:
        """The builder is a module of JavaScript."""
        return _module("catalog/segments/filter/builder.js")


class ConditionWidget(SegmentFilterWidget):
    """The inputs of one condition alone, as the builder has them."""

    template_name = "catalog/segments/condition_widget.html"

    def __init__(self, attrs: dict | None = None):
        super().__init__({"rows": 4, **(attrs or {})})

    @property
    def media(self) -> forms.Media:
        """The part of the builder that asks one question."""
        return _module("catalog/segments/filter/single.js")


class SegmentFilterField(forms.JSONField):
    """A filter, checked against the fields and attributes of now.

    `segment_code`, where given, is the segment that the filter belongs to: it may not lead back to
    it. `user`, whom the form sets, is who asks.
    """

    widget = SegmentFilterWidget

    def __init__(self, *, segment_code: str = "", **kwargs: Any):
        super().__init__(decoder=ShallowDecoder, **kwargs)
        self.segment_code = segment_code
        self.user: User | None = None

    # The stubs have JSON fields give a text, as their base does.
    def to_python(self, value: Any) -> dict:  # type: ignore[override]
        """Read the JSON; an empty text is the filter of every product."""
        if isinstance(value, str) and len(value) > LONGEST_JSON:
            raise ValidationError(_("The filter is too long."))
        return super().to_python(value) or {}

    def validate(self, value: Any) -> None:
        """Refuse what cannot be asked, in words."""
        super().validate(value)
        check_filter(value, code=self.segment_code, user=self.user)


class ConditionField(SegmentFilterField):
    """One condition of a filter, about a field that is chosen."""

    widget = ConditionWidget

    def __init__(self, *, field: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.field = field

    def validate(self, value: Any) -> None:
        """Let the filter language judge what it is asked."""
        forms.JSONField.validate(self, value)
        if not isinstance(value, dict) or value.get("field") != self.field:
            raise ValidationError(_("The filter cannot be read. Choose its field again."))
        check_filter({"conditions": [value]}, user=self.user)
