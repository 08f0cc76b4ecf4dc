"""Forms that ask before a record gets the name or the number of another in another spelling."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from console.spelling import NameKey, name_key


class AnswerPanel(FieldPanel):
    """A box to tick once the form has asked, as its attribute named `asks` tells."""

    def __init__(self, field_name: str, *, asks: str, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.asks = asks

    def clone_kwargs(self) -> dict[str, Any]:
        """The panel is copied for each model and form."""
        return {**super().clone_kwargs(), "asks": self.asks}

    class BoundPanel(FieldPanel.BoundPanel):
        """Shown only with the question it answers."""

        def is_shown(self) -> bool:
            """Whether the form asks."""
            return bool(self.form is not None and getattr(self.form, self.panel.asks))

        def get_comparison(self) -> list:
            """No content of the record."""
            return []


def spelling_panel() -> AnswerPanel:
    """The box of the forms of this module."""
    return AnswerPanel("keep_spelling", asks="asks_to_keep")


class SpellingForm(WagtailAdminModelForm):
    """A form whose record keeps another spelling once somebody has seen the other."""

    keep_spelling = forms.BooleanField(
        required=False,
        label=gettext_lazy("Keep both"),
        help_text=gettext_lazy(
            "They are different, although only the spelling distinguishes them."
        ),
    )
    asks_to_keep = False

    def ask_to_keep(self, name: str, other: Model | None) -> None:
        """Refuse the field unless both are to be kept; `other` has it in another spelling."""
        if other is None:
            return
        address = reverse(f"catalog_{other._meta.model_name}:edit", args=[other.pk])
        message = format_html(
            _(
                "{known} already exists and is the same, spelled differently. Open {record}, or "
                "tick the box below to keep both."
            ),
            known=getattr(other, name),
            record=format_html('<a href="{}">{}</a>', address, other),
        )
        self.ask_about(self, name, message)

    def ask_about(self, form: forms.Form, name: str, message: str) -> None:
        """Refuse a field of the form or of one of its rows, unless both are to be kept.

        The answer stays in sight where the form is refused for another reason.
        """
        self.asks_to_keep = True
        if not self.cleaned_data.get("keep_spelling"):
            form.add_error(name, message)


class NamedForm(SpellingForm):
    """The form of a record that people and files name by its field `named_by`."""

    named_by = "name"
    # What may make it the name of another.
    asked_by: Collection[str] = ("name",)

    def others(self) -> QuerySet:
        """The records among which the name is looked for."""
        return type(self.instance)._default_manager.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Ask about a name that is written anew."""
        cleaned = super().clean()
        text = self.cleaned_data.get(self.named_by)
        if text and set(self.asked_by) & set(self.changed_data):
            alike = self.others().alias(key=NameKey(self.named_by)).filter(key=name_key(text))
            other = alike.exclude(**{self.named_by: text}).order_by("pk").first()
            self.ask_to_keep(self.named_by, other)
        return cleaned
