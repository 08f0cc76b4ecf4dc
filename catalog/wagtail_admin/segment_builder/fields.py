"""A form field whose value is a filter of the segment language."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.segments import check_filter

from .texts import builder_texts

LONGEST_JSON = 200_000


class ShallowDecoder(json.JSONDecoder):
    """Takes groups that stand too deep for Python as what they are: no filter."""

    def decode(self, text: str) -> Any:
        """The JSON in `text`."""
        try:
            return super().decode(text)
        except RecursionError:
            raise json.JSONDecodeError("too deep", text[:1], 0) from None


class SegmentFilterWidget(forms.Textarea):
    """A text area of JSON which the browser turns into the builder."""

    template_name = "catalog/admin/filter_widget.html"

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
        return forms.Media(
            js=[Script("catalog/admin/filter/builder.js", type="module")],
            css={"all": ["catalog/admin/filter.css"]},
        )


class SegmentFilterField(forms.JSONField):
    """A filter, checked against the fields and attributes of now.

    `segment_code`, where given, is the segment that the filter belongs to: it may not lead back to
    it.
    """

    widget = SegmentFilterWidget

    def __init__(self, *, segment_code: str = "", **kwargs: Any):
        super().__init__(decoder=ShallowDecoder, **kwargs)
        self.segment_code = segment_code

    def to_python(self, value: Any) -> dict:
        """Read the JSON; an empty text is the filter of every product."""
        if isinstance(value, str) and len(value) > LONGEST_JSON:
            raise ValidationError(_("The filter is too long."))
        return super().to_python(value) or {}

    def validate(self, value: Any) -> None:
        """Refuse what cannot be asked, in words."""
        super().validate(value)
        check_filter(value, code=self.segment_code)
