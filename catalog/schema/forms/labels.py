"""Labels in other languages: one text input a language instead of JSON."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise


def other_languages() -> list[tuple[str, str | Promise]]:
    """The languages of the site except its own, as (code, name)."""
    return [pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE]


class LabelsWidget(forms.MultiWidget):
    """One text input a language, named by its language code."""

    template_name = "catalog/schema/labels_widget.html"

    def __init__(self, attrs: dict | None = None):
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.TextInput({"lang": code, "placeholder": name})
            for code, name in other_languages()
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        """Spread {"de": "Bremsbelag"} over the inputs."""
        return [(value or {}).get(code, "") for code, _ in other_languages()]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the name of the language to each input."""
        context = super().get_context(name, value, attrs)
        for widget, (_code, language) in zip(
            context["widget"]["subwidgets"], other_languages(), strict=True
        ):
            widget["label"] = language
        return context


class LabelsFormField(forms.MultiValueField):
    """Collects the inputs into {"de": "Bremsbelag"}; an empty input leaves no key."""

    widget = LabelsWidget

    def __init__(self, **kwargs):
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        fields = [forms.CharField(required=False, max_length=200) for _ in other_languages()]
        super().__init__(fields=fields, require_all_fields=False, **{**kwargs, "required": False})

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Drop the languages without a label."""
        pairs = zip(other_languages(), data_list, strict=False)
        return {code: label for (code, _name), label in pairs if label}
